/**
 * An issue for each incident: opened by its first message, commented on, closed by its end, opened again when it comes
 * back. What was said already is recognised by a mark in its text, so that a message sent twice is said once.
 */
import { createHash } from 'node:crypto'
import type { GitHubIssueNotifierConfig } from '../../config/service/notifier-config.ts'
import { escapeMarkdown } from '../../domain/markdown/escape-markdown.ts'
import type { Notification } from '../../domain/notification/notification.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { HostFailure } from '../../ports/code-host/host-failure.ts'
import type { HostedIssue } from '../../ports/code-host/issues.ts'
import type { IncidentIssues } from '../../ports/notifier/incident-issues.ts'
import type { Notifier, NotifierFailure } from '../../ports/notifier/notifier.ts'
import { linesOf, linksOf, titleOf } from './plain-text.ts'

export const incidentLabel = 'autogen-bot-incident'

const timeMsMax = 20_000

export function createGitHubIssueNotifier(
  { name }: Pick<GitHubIssueNotifierConfig, 'name'>,
  { issues, clock }: { readonly issues: IncidentIssues; readonly clock: Clock },
): Notifier {
  async function tell(
    notification: Notification,
    signal: AbortSignal,
  ): Promise<Outcome<string, HostFailure>> {
    const listed = await issues.list(incidentLabel, signal)
    if (!listed.ok) return listed
    const thread = markOf('thread', notification.thread)
    const known = listed.value.find(({ body }) => body.includes(thread))
    const said =
      known === undefined ? await openIssue(notification, signal) : await addTo(known, notification, signal)
    if (!said.ok) return said
    const { number, isOpen, url } = said.value
    // A page means that it goes on; what ended, or was a test, is put away.
    const shouldBeOpen = notification.kind === 'page' || (isOpen && !isLast(notification))
    if (isOpen === shouldBeOpen) return succeed(url)
    const set = await issues.setOpen(number, shouldBeOpen, signal)
    return set.ok ? succeed(url) : set
  }

  async function openIssue(
    notification: Notification,
    signal: AbortSignal,
  ): Promise<Outcome<HostedIssue, HostFailure>> {
    const title = issueTitle(notification)
    return issues.open(
      { title, body: renderIssueText(notification, 'first'), labels: [incidentLabel] },
      signal,
    )
  }

  async function addTo(
    issue: HostedIssue,
    notification: Notification,
    signal: AbortSignal,
  ): Promise<Outcome<HostedIssue, HostFailure>> {
    const mark = markOf('message', notification.dedupeKey)
    if (issue.body.includes(mark)) return succeed(issue)
    const comments = await issues.comments(issue.number, signal)
    if (!comments.ok) return comments
    const there = comments.value.find(({ body }) => body.includes(mark))
    if (there !== undefined) return succeed({ ...issue, url: there.url })
    const commented = await issues.comment(issue.number, renderIssueText(notification, 'next'), signal)
    return commented.ok ? succeed({ ...issue, url: commented.value.url }) : commented
  }

  return {
    name,
    async send(notification, signal) {
      const told = await tell(notification, AbortSignal.any([signal, AbortSignal.timeout(timeMsMax)]))
      return told.ok ? succeed({ reference: told.value }) : fail(failureOf(told.failure, clock.now()))
    },
  }
}

function isLast({ kind, incident }: Notification): boolean {
  return kind === 'ended' || kind === 'test' || (kind === 'report' && incident === null)
}

/** GitHub shows a title as plain text, but for code between backticks. */
function issueTitle(notification: Notification): string {
  return titleOf(notification).replaceAll('`', "'").slice(0, 250)
}

export function renderIssueText(notification: Notification, place: 'first' | 'next'): string {
  const links = linksOf(notification).map(({ title, url }) => `- [${escapeMarkdown(title)}](<${url}>)`)
  const text = linesOf(notification)
    .split('\n')
    // Two blanks: a line stays one.
    .map((line) => (line.trim() === '' ? '' : `${escapeMarkdown(line)}  `))
    .join('\n')
  const marks = [
    ...(place === 'first' ? [markOf('thread', notification.thread)] : []),
    markOf('message', notification.dedupeKey),
  ]
  return [`**${escapeMarkdown(titleOf(notification))}**`, text, links.join('\n'), marks.join('\n')]
    .filter((part) => part !== '')
    .join('\n\n')
}

/** A hash, because a thread's name is no text for a comment in HTML. */
function markOf(what: 'thread' | 'message', text: string): string {
  return `<!-- autogen-bot:${what} ${createHash('sha256').update(text).digest('hex').slice(0, 32)} -->`
}

function failureOf({ kind, message, retryAt }: HostFailure, now: number): NotifierFailure {
  switch (kind) {
    case 'primary-limit':
    case 'secondary-limit':
      return { kind: 'rate-limited', retryAfterMs: Math.max(1_000, (retryAt ?? now + 60_000) - now), message }
    case 'unavailable':
    case 'network':
    case 'conflict':
    case 'unexpected':
      return { kind: 'unreachable', message }
    default:
      return { kind: 'refused', message }
  }
}
