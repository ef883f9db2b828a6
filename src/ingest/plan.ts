/** What follows from an event: one job, or nothing and the reason. A pure function. */

import { configFileName } from '../config/review-config.ts'
import { assertNever } from '../domain/assert-never.ts'
import { parseChatCommand } from '../domain/chat/parse-chat-command.ts'
import type { CancelReason, CommentRef, NewJob, Task } from '../domain/job/job.ts'
import { jobKey } from '../domain/job/job-key.ts'
import type { Lane } from '../domain/job/lane.ts'
import type { PullRequestRef } from '../domain/pull-request/pull-request.ts'
import type { AppName, InstallationId, Repository } from '../domain/repository/repository.ts'
import type {
  CheckEvent,
  CommentEvent,
  InstallationEvent,
  Place,
  PullRequestEvent,
  PushEvent,
  RepoEvent,
} from './repo-event.ts'

export type Plan =
  | { readonly kind: 'job'; readonly job: NewJob }
  /** A sentence. */
  | { readonly kind: 'ignored'; readonly reason: string }

/** The App that the event was sent to. */
export interface PlanContext {
  readonly app: AppName
  readonly appId: number
  /** Null when the host has not told it yet. */
  readonly botName: string | null
}

/** Put on a pull request, it asks for a review of the head, even of one that was reviewed. */
export const reviewLabel = 'autogen-review'

export function plan(event: RepoEvent, context: PlanContext): Plan {
  switch (event.kind) {
    case 'pull-request':
      return planPullRequest(event, context)
    case 'comment':
      return planComment(event, context)
    case 'check':
      return planCheck(event, context)
    case 'installation':
      return planInstallation(event, context)
    case 'push':
      return planPush(event, context)
    case 'ping':
      return ignore('ping')
    case 'outside':
      return ignore('The webhook does not belong to an installation of the App.')
    case 'other':
      return ignore(`Nothing is done for ${event.event}.`)
    default:
      return assertNever(event)
  }
}

function planPullRequest(event: PullRequestEvent, { app }: PlanContext): Plan {
  const pullRequest = { repository: repositoryAt(app, event.place), number: event.number }
  const review = (
    lane: Lane,
    cancelsActive: CancelReason | null,
    mode: 'up-to-head' | 'full' = 'up-to-head',
  ) => job({ kind: 'review', pullRequest, mode }, lane, event.place.installation, cancelsActive)
  // Also of a draft: it may have been reviewed before it became one.
  if (event.action === 'closed') return review('re-review', 'closed')
  if (!event.isOpen) return ignore('The pull request is closed.')
  if (event.isDraft) return ignore('The pull request is a draft.')
  switch (event.action) {
    case 'opened':
    case 'reopened':
    case 'ready_for_review':
      return review('opened', null)
    case 'synchronize':
      return review('pushed', 'superseded')
    case 'edited':
      return event.baseChanged ? review('pushed', 'superseded') : ignore('Only its words were edited.')
    case 'labeled':
      return event.label === reviewLabel
        ? review('command', null, 'full')
        : ignore(`Only the label ${reviewLabel} asks for a review.`)
    default:
      return ignore(`Nothing is done for a pull request that was ${event.action}.`)
  }
}

function planComment(event: CommentEvent, { app, botName }: PlanContext): Plan {
  if (event.action !== 'created') return ignore(`Nothing is done for a comment that was ${event.action}.`)
  if (!event.isOnPullRequest) return ignore('The comment is not on a pull request.')
  if (event.isByBot) return ignore('The comment is a bot’s.')
  if (event.comment === null) return ignore('The account of the comment’s author is gone.')
  if (!mayBeMeantForUs(event.comment, botName)) return ignore('The comment does not speak to the bot.')
  const pullRequest: PullRequestRef = { repository: repositoryAt(app, event.place), number: event.number }
  const task: Task = { kind: 'answer', pullRequest, comment: event.comment }
  return job(task, 'command', event.place.installation, null)
}

/** Rather once too often: who answers reads the comment again, with the thread that it stands in. */
function mayBeMeantForUs({ text, inReplyTo }: CommentRef, botName: string | null): boolean {
  if (inReplyTo !== null) return true
  if (botName === null) return text.includes('@') || parseChatCommand(text, '') !== null
  return parseChatCommand(text, botName) !== null || mentions(text, botName)
}

function mentions(text: string, botName: string): boolean {
  const name = botName.toLowerCase()
  const names = text.matchAll(/(?<![A-Za-z0-9_/@-])@([A-Za-z0-9][A-Za-z0-9-]{0,99})/g)
  return names.some(([, named]) => named?.toLowerCase() === name)
}

function planCheck({ action, appId, pullNumbers, place }: CheckEvent, context: PlanContext): Plan {
  if (action !== 'rerequested') return ignore(`Nothing is done for a check that was ${action}.`)
  if (appId !== context.appId) return ignore('The check is another App’s.')
  // A suite with several pull requests on one head: the others are equal in head, and the sweep looks after them.
  const [number] = pullNumbers
  if (number === undefined) {
    return ignore('The host names no pull request of this check, as with forks: the sweep brings it.')
  }
  const pullRequest: PullRequestRef = { repository: repositoryAt(context.app, place), number }
  return job({ kind: 'review', pullRequest, mode: 'full' }, 'command', place.installation, null)
}

const installationActions: Readonly<Record<InstallationEvent['event'], readonly string[]>> = {
  installation: ['created', 'unsuspend', 'new_permissions_accepted', 'deleted', 'suspend'],
  installation_repositories: ['added', 'removed'],
}

function planInstallation({ event, action, installation }: InstallationEvent, { app }: PlanContext): Plan {
  if (!installationActions[event].includes(action)) return ignore(`Nothing is done for ${event} ${action}.`)
  return job({ kind: 'installation', app, installation }, 'sweep', installation, null)
}

function planPush(event: PushEvent, { app }: PlanContext): Plan {
  if (!event.isToDefaultBranch) return ignore('The push is not to the default branch.')
  if (event.isDeletion) return ignore('The push deletes the branch.')
  if (event.touched !== null && !event.touched.has(configFileName)) {
    return ignore(`The push does not touch ${configFileName}.`)
  }
  const repository = repositoryAt(app, event.place)
  return job({ kind: 'config', repository }, 'sweep', event.place.installation, null)
}

function repositoryAt(app: AppName, { installation, repository }: Place): Repository {
  return { app, installation, ...repository }
}

function job(task: Task, lane: Lane, installation: InstallationId, cancelsActive: CancelReason | null): Plan {
  return {
    kind: 'job',
    job: { key: jobKey(task), lane, installation, task, notBefore: null, cancelsActive },
  }
}

function ignore(reason: string): Plan {
  return { kind: 'ignored', reason }
}
