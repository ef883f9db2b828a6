/** What a workflow's event says of the pull request: hostile as every webhook, and of it only what we use. */
import { readFileSync, statSync } from 'node:fs'
import { z } from 'zod'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { PullRequestRef } from '../../domain/pull-request/pull-request.ts'
import { type CommitSha, commitSha } from '../../domain/repository/commit-sha.ts'
import type { AppName, InstallationId } from '../../domain/repository/repository.ts'
import { checkShape } from '../../domain/shape/check-shape.ts'
import { EnvelopeSchema, PullRequestSchema } from '../../ingest/event-schemas.ts'
import type { ActionProblem } from './action-problem.ts'

export interface ActionEvent {
  readonly pullRequest: PullRequestRef
  readonly head: CommitSha
  readonly base: CommitSha
  readonly title: string
  readonly description: string
}

/** In place of the operator's name of an App: a job has one token, and no App of its own. */
const appName = 'action' as AppName
/** Events of workflows name no installation; the token stands for it. */
const unknownInstallation = 1 as InstallationId

const eventBytesMax = 25 * 1_048_576

const Sha = z.string().transform((text, context) => {
  const sha = commitSha(text)
  if (sha !== null) return sha
  context.addIssue({ code: 'custom', message: 'not the full name of a commit' })
  return z.NEVER
})

const ActionEventSchema = z.object({
  installation: EnvelopeSchema.shape.installation.catch(null),
  repository: EnvelopeSchema.shape.repository.unwrap().unwrap(),
  pull_request: PullRequestSchema.shape.pull_request.extend({
    head: z.object({ sha: Sha }),
    base: z.object({ sha: Sha }),
    title: z.string().catch(''),
    body: z.string().nullish().catch(null),
  }),
})

/** @param path of the file that holds the event as JSON */
export function readActionEvent(path: string): Outcome<ActionEvent, ActionProblem> {
  const payload = readPayload(path)
  if (payload === null)
    return fail(unusable('The file GITHUB_EVENT_PATH names holds no JSON that can be read.'))
  const event = checkShape(ActionEventSchema, payload)
  if (event?.success !== true) {
    const where = event?.error.issues[0]?.path.join('.') ?? 'a field'
    return fail(unusable(`The event is not one of a pull request: ${where} is not what GitHub documents.`))
  }
  const { repository, installation, pull_request: pull } = event.data
  return succeed({
    pullRequest: {
      repository: {
        app: appName,
        installation: installation?.id ?? unknownInstallation,
        id: repository.id,
        owner: repository.owner.login,
        name: repository.name,
      },
      number: pull.number,
    },
    head: pull.head.sha,
    base: pull.base.sha,
    title: pull.title,
    description: pull.body ?? '',
  })
}

function readPayload(path: string): unknown {
  try {
    return statSync(path).size <= eventBytesMax ? JSON.parse(readFileSync(path, 'utf8')) : null
  } catch {
    return null
  }
}

function unusable(message: string): ActionProblem {
  return { message, remedy: 'Run it in a workflow that GitHub starts "on: pull_request".' }
}
