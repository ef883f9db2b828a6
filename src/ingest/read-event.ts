/** From the bytes of a webhook, whose signature has been checked, to what happened. A pure function. */
import { isUtf8 } from 'node:buffer'
import type { z } from 'zod'
import { fail, type Outcome, succeed } from '../domain/outcome.ts'
import { checkShape } from '../domain/shape/check-shape.ts'
import {
  CheckRunSchema,
  CheckSuiteSchema,
  type Envelope,
  InstallationSchema,
  IssueCommentSchema,
  LooseEnvelopeSchema,
  PullRequestSchema,
  PushSchema,
  ReviewCommentSchema,
} from './event-schemas.ts'
import type { CommentEvent, Place, ReadEvent, RepoEvent } from './repo-event.ts'

export interface ReadBody {
  /** The body as text. */
  readonly payload: string
  readonly event: ReadEvent
}

export interface Unreadable {
  readonly kind: 'not-utf8' | 'not-json' | 'wrong-shape'
  /** A sentence; names fields, never their values. */
  readonly message: string
}

/** GitHub tells of at most so many commits of a push. */
const commitsToldMax = 2_048

export function readEvent(event: string, body: Buffer): Outcome<ReadBody, Unreadable> {
  if (!isUtf8(body)) return fail({ kind: 'not-utf8', message: 'The body is not UTF-8.' })
  const payload = body.toString('utf8')
  const value = parseJson(payload)
  if (!value.ok) return value
  const read = readKnown(event, value.value)
  return read.ok ? succeed({ payload, event: read.value }) : read
}

function parseJson(text: string): Outcome<unknown, Unreadable> {
  try {
    return succeed(JSON.parse(text))
  } catch {
    return fail({ kind: 'not-json', message: 'The body is not JSON.' })
  }
}

type Read = Outcome<ReadEvent, Unreadable>

function readKnown(event: string, value: unknown): Read {
  switch (event) {
    case 'pull_request':
      return read(PullRequestSchema, value, (seen) =>
        dated(seen.pull_request.updated_at, readPullRequest(seen)),
      )
    case 'issue_comment':
      return read(IssueCommentSchema, value, (seen) => dated(seen.comment.updated_at, readIssueComment(seen)))
    case 'pull_request_review_comment':
      return read(ReviewCommentSchema, value, (seen) =>
        dated(seen.comment.updated_at, readReviewComment(seen)),
      )
    case 'check_run':
      return read(CheckRunSchema, value, (seen) => readCheck(seen, seen.check_run))
    case 'check_suite':
      return read(CheckSuiteSchema, value, (seen) => readCheck(seen, seen.check_suite))
    case 'installation':
    case 'installation_repositories':
      return read(InstallationSchema, value, (seen) => {
        const installation = seen.installation?.id
        return installation === undefined
          ? located(seen, null, { kind: 'outside' })
          : located(seen, null, { kind: 'installation', event, action: seen.action, installation })
      })
    case 'push':
      return read(PushSchema, value, (seen) => dated(seen.repository.pushed_at, readPush(seen)))
    case 'ping':
      return read(LooseEnvelopeSchema, value, (seen) => located(seen, null, { kind: 'ping' }))
    default:
      return read(LooseEnvelopeSchema, value, (seen) => located(seen, null, { kind: 'other', event }))
  }
}

function read<Seen>(schema: z.ZodType<Seen>, value: unknown, tell: (seen: Seen) => ReadEvent): Read {
  const parsed = checkShape(schema, value)
  if (parsed?.success === true) return succeed(tell(parsed.data))
  const where = parsed?.error.issues[0]?.path.join('.').slice(0, 100)
  return fail({
    kind: 'wrong-shape',
    message: `The payload is not what GitHub documents${where ? `: see ${where}` : ''}.`,
  })
}

function located(seen: Envelope, pullNumber: number | null, happened: RepoEvent): ReadEvent {
  const { repository } = seen
  return {
    action: seen.action ?? null,
    installation: seen.installation?.id ?? null,
    repository: repository
      ? { id: repository.id, owner: repository.owner.login, name: repository.name }
      : null,
    pullNumber,
    happenedAt: null,
    happened,
  }
}

function dated(time: number | null | undefined, event: ReadEvent): ReadEvent {
  return { ...event, happenedAt: time ?? null }
}

/** What `tell` makes of it when it happened in an installation. */
function placed(seen: Envelope, pullNumber: number | null, tell: (place: Place) => RepoEvent): ReadEvent {
  const outside = located(seen, pullNumber, { kind: 'outside' })
  const { installation, repository } = outside
  if (installation === null || repository === null) return outside
  return { ...outside, happened: tell({ installation, repository }) }
}

function readPullRequest(seen: z.infer<typeof PullRequestSchema>): ReadEvent {
  const { number, state, draft } = seen.pull_request
  return placed(seen, number, (place) => ({
    kind: 'pull-request',
    action: seen.action,
    place,
    number,
    isOpen: state === 'open',
    isDraft: draft ?? false,
    label: seen.label?.name ?? null,
    baseChanged: (seen.changes?.base ?? null) !== null,
  }))
}

function readIssueComment(seen: z.infer<typeof IssueCommentSchema>): ReadEvent {
  const isOnPullRequest = (seen.issue.pull_request ?? null) !== null
  const { number } = seen.issue
  return placed(seen, isOnPullRequest ? number : null, (place) => ({
    kind: 'comment',
    action: seen.action,
    place,
    isOnPullRequest,
    number,
    ...commentOf('issue', seen, null),
  }))
}

function readReviewComment(seen: z.infer<typeof ReviewCommentSchema>): ReadEvent {
  const { number } = seen.pull_request
  return placed(seen, number, (place) => ({
    kind: 'comment',
    action: seen.action,
    place,
    isOnPullRequest: true,
    number,
    ...commentOf('review', seen, seen.comment.in_reply_to_id ?? null),
  }))
}

function commentOf(
  kind: 'issue' | 'review',
  { comment, sender }: Pick<z.infer<typeof IssueCommentSchema>, 'comment' | 'sender'>,
  inReplyTo: number | null,
): Pick<CommentEvent, 'comment' | 'isByBot'> {
  const author = comment.user?.login ?? null
  return {
    comment: author === null ? null : { kind, id: comment.id, author, text: comment.body ?? '', inReplyTo },
    isByBot: comment.user?.type === 'Bot' || sender?.type === 'Bot',
  }
}

function readCheck(
  seen: Envelope & { readonly action: string },
  { app, pull_requests }: z.infer<typeof CheckRunSchema>['check_run'],
): ReadEvent {
  // A fork's commit may also be the head of pull requests elsewhere.
  const here = (pull_requests ?? []).filter(({ base }) => base.repo.id === Number(seen.repository?.id))
  const pullNumbers = here.map(({ number }) => number)
  return placed(seen, pullNumbers[0] ?? null, (place) => ({
    kind: 'check',
    action: seen.action,
    place,
    appId: app?.id ?? null,
    pullNumbers,
  }))
}

function readPush(seen: z.infer<typeof PushSchema>): ReadEvent {
  const commits = seen.commits ?? []
  const isWholeStory = seen.forced !== true && commits.length < commitsToldMax
  const branch = seen.repository.default_branch
  return placed(seen, null, (place) => ({
    kind: 'push',
    place,
    isToDefaultBranch: typeof branch === 'string' && seen.ref === `refs/heads/${branch}`,
    isDeletion: seen.deleted ?? false,
    touched: isWholeStory
      ? new Set(
          commits.flatMap(({ added, removed, modified }) => [
            ...(added ?? []),
            ...(removed ?? []),
            ...(modified ?? []),
          ]),
        )
      : null,
  }))
}
