/** `/OWNER/NAME/pull/N`: all that was said, in the order it was said, what is checked, and what can be done. */
import type { PullView } from '../pulls/pull-view.ts'
import type { Schemas } from '../world/schemas.ts'
import { type Html, html } from './html.ts'
import { renderMarkdown } from './markdown.ts'
import { renderCheckRun } from './render-check-run.ts'
import { renderDiff } from './render-diff.ts'
import { renderThread } from './render-thread.ts'

export interface PullFacts {
  readonly repository: string
  readonly view: PullView
  readonly pull: Schemas['pull-request']
  readonly files: readonly Schemas['diff-entry'][]
  readonly commits: readonly Schemas['commit'][]
}

export function renderPull(facts: PullFacts): Html {
  const { repository, view, pull, files } = facts
  const path = `/${repository}/pull/${view.number}`
  const state = view.isMerged ? 'merged' : view.state
  return html`<h1>${view.title} <span class="dim">#${view.number}</span></h1>
<p><span class="badge ${state}">${state}</span> <strong>${pull.user.login}</strong> wants to merge <code>${pull.head.ref}</code> into <code>${pull.base.ref}</code></p>
<div class="box"><div class="body">${renderMarkdown(pull.body ?? '*No description.*')}</div></div>
${conversation(facts, path)}
<h2>Checks of ${view.head.slice(0, 7)}</h2>
${view.checkRuns.length === 0 ? html`<p class="dim">None yet.</p>` : view.checkRuns.map(renderCheckRun)}
<h2>Say something</h2>
<form method="post" action="${path}/comment">
<textarea class="comment" name="body" required aria-label="Comment" placeholder="/autogen help"></textarea>
<div class="actions"><button class="main">Comment</button></div>
</form>
<form method="post" action="${path}/${view.state === 'open' ? 'close' : 'reopen'}">
<div class="actions"><button>${view.state === 'open' ? 'Close pull request' : 'Reopen pull request'}</button></div>
</form>
<h2>Files changed <span class="dim">+${pull.additions} −${pull.deletions}</span></h2>
${files.map((file) => renderFile(file, path))}`
}

interface Happened {
  readonly at: string
  /** Within one second: a commit, what was said of it, the next commit. */
  readonly rank: number
  readonly shown: Html
}

function conversation({ view, commits }: PullFacts, path: string): readonly Html[] {
  const pushed = commits.map(
    ({ sha, commit }, index): Happened => ({
      rank: 2 * index,
      at: commit.committer?.date ?? '',
      shown: html`<p class="event"><code>${sha.slice(0, 7)}</code> ${commit.author?.name ?? ''}: ${commit.message.split('\n')[0] ?? ''}</p>`,
    }),
  )
  const reviews = view.reviews.map(
    (review): Happened => ({
      rank: 2 * commits.findIndex(({ sha }) => sha === review.commit_id) + 1,
      at: review.submitted_at ?? '',
      shown: renderReview(review, view, path),
    }),
  )
  const comments = view.issueComments.map(
    ({ id, user, body, created_at, updated_at }): Happened => ({
      rank: 2 * commits.length,
      at: created_at,
      shown: html`<div class="box" id="issuecomment-${id}"><div class="head"><strong>${user?.login ?? 'ghost'}</strong> ${clock(created_at)}${updated_at === created_at ? null : html` · edited ${clock(updated_at)}`}</div><div class="body">${renderMarkdown(body ?? '')}</div></div>`,
    }),
  )
  return [...pushed, ...reviews, ...comments]
    .toSorted((left, right) => left.at.localeCompare(right.at) || left.rank - right.rank)
    .map(({ shown }) => shown)
}

/** A reply is a review too, on GitHub as here: it is shown in its thread only. */
function renderReview(review: PullView['reviews'][number], view: PullView, path: string): Html {
  const threads = view.threads.filter(({ comments }) => comments[0]?.pull_request_review_id === review.id)
  if (threads.length === 0 && review.body === '') return html``
  const verb = { APPROVED: 'approved', CHANGES_REQUESTED: 'requested changes' }[review.state] ?? 'reviewed'
  return html`<div class="box" id="pullrequestreview-${review.id}"><div class="head"><strong>${review.user?.login ?? 'ghost'}</strong> ${verb} ${review.commit_id?.slice(0, 7) ?? ''} ${clock(review.submitted_at ?? '')}</div>
${review.body === '' ? null : html`<div class="body">${renderMarkdown(review.body)}</div>`}</div>
${threads.map((thread) => renderThread(thread, path))}`
}

function renderFile(
  { filename, status, patch, additions, deletions }: Schemas['diff-entry'],
  path: string,
): Html {
  const edit = html`<a href="${path}/edit?path=${encodeURIComponent(filename)}">Edit</a>`
  return html`<details class="box" open><summary class="head"><code>${filename}</code> <span class="dim">${status} +${additions} −${deletions}</span> ${status === 'removed' ? null : edit}</summary>${patch === undefined ? html`<p class="dim">Nothing to show.</p>` : renderDiff(patch)}</details>`
}

function clock(time: string): Html {
  return html`<time class="dim" datetime="${time}">${time.slice(11, 19)}</time>`
}
