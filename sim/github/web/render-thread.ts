/** One conversation on a line. */
import type { ThreadView } from '../pulls/pull-view.ts'
import { type Html, html } from './html.ts'
import { renderMarkdown } from './markdown.ts'
import { renderHunkEnd } from './render-diff.ts'

export function renderThread(thread: ThreadView, pullPath: string): Html {
  const [first] = thread.comments
  if (first === undefined) return html``
  const line = thread.line ?? first.original_line ?? 0
  const isSuggestion = /^`{3,}suggestion\b/m.test(first.body) && !thread.isOutdated && !thread.isResolved
  return html`<details class="box thread" id="thread-${first.id}"${thread.isResolved ? '' : html` open`}>
<summary><code>${thread.path}:${line}</code> ${badges(thread)}</summary>
${renderHunkEnd(first.diff_hunk)}
${thread.comments.map(renderComment)}
<form method="post" action="${pullPath}/reply">
<input type="hidden" name="comment" value="${first.id}">
<textarea class="comment" name="body" required aria-label="Reply" placeholder="Reply"></textarea>
<div class="actions"><button>Reply</button></div>
</form>
<div class="body actions">
${button(`${pullPath}/${thread.isResolved ? 'unresolve' : 'resolve'}`, first.id, thread.isResolved ? 'Unresolve conversation' : 'Resolve conversation')}
${isSuggestion ? button(`${pullPath}/suggestion`, first.id, 'Commit suggestion') : null}
</div>
</details>`
}

function badges({ isResolved, isOutdated, resolvedBy }: ThreadView): readonly Html[] {
  return [
    ...(isOutdated ? [html`<span class="badge">Outdated</span> `] : []),
    ...(isResolved ? [html`<span class="badge success">Resolved by ${resolvedBy}</span>`] : []),
  ]
}

function renderComment({ id, user, body }: ThreadView['comments'][number]): Html {
  return html`<div class="body" id="discussion_r${id}"><strong>${user?.login ?? 'ghost'}</strong>${renderMarkdown(body)}</div>`
}

function button(action: string, comment: number | bigint, words: string): Html {
  return html`<form class="small" method="post" action="${action}"><input type="hidden" name="comment" value="${comment}"><button>${words}</button></form>`
}
