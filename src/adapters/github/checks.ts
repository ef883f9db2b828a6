/** Check runs of ours. */
import { z } from 'zod'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import { commitSha } from '../../domain/repository/commit-sha.ts'
import type { Annotation, CheckUpdate } from '../../ports/code-host/check-run.ts'
import type { Checks } from '../../ports/code-host/code-host.ts'
import type { HostFailure } from '../../ports/code-host/host-failure.ts'
import { Anything, type Api } from './api/create-api.ts'
import { refusedInput } from './api/failures.ts'
import { isNumber, locate } from './locations.ts'
import { Created, Id, Sha } from './shapes.ts'

export const CheckRunsAnswer = z
  .object({
    check_runs: z.array(
      z.object({
        id: Id,
        name: z.string(),
        head_sha: Sha,
        external_id: z.string().nullable(),
        status: z.string(),
        conclusion: z.string().nullable(),
        app: z.object({ id: Id }).nullable(),
      }),
    ),
  })
  .transform(({ check_runs }) => check_runs)

const annotationsMax = 50
const pagesMax = 10

export interface ChecksOptions {
  readonly api: Api
  /** Null: whose the credentials are is not known, and runs of all Apps are listed. */
  readonly appId: number | null
}

export function createChecks({ api, appId }: ChecksOptions): Checks {
  return {
    async start(repository, run, signal) {
      const location = locate(repository)
      if (!location.ok) return location
      const answer = await api.call({
        ...location.value,
        route: 'POST /repos/{owner}/{repo}/check-runs',
        body: {
          name: run.name,
          head_sha: run.head,
          external_id: run.externalId,
          status: 'in_progress',
          output: { title: run.title, summary: run.summary },
        },
        schema: Created,
        signal,
      })
      return answer.ok ? succeed(answer.value.value) : answer
    },

    async list(repository, head, signal) {
      const location = locate(repository)
      if (!location.ok) return location
      if (commitSha(head) === null) return refusedInput('The name of the commit')
      const { installation, parameters } = location.value
      const listed = await api.pages({
        installation,
        route: 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
        parameters: { ...parameters, ref: head, filter: 'all', ...(appId === null ? {} : { app_id: appId }) },
        schema: CheckRunsAnswer,
        signal,
        pagesMax,
      })
      if (!listed.ok) return listed
      return succeed(
        listed.value.items
          .filter(({ app }) => appId === null || app?.id === appId)
          .map((run) => ({
            id: run.id,
            name: run.name,
            head: run.head_sha,
            externalId: run.external_id,
            status: statusOf(run.status),
            conclusion: run.conclusion,
          })),
      )
    },

    async update(repository, id, update, signal) {
      const location = locate(repository)
      if (!location.ok) return location
      if (!isNumber(id)) return refusedInput('The number of the check run')
      const { installation, parameters } = location.value
      const batches = batchesOf(update.annotations)
      for (const [at, annotations] of batches.entries()) {
        const answer = await api.call({
          installation,
          route: 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
          parameters: { ...parameters, check_run_id: id },
          body: bodyOf(update, annotations, at === batches.length - 1),
          schema: Anything,
          signal,
        })
        if (!answer.ok) return partlyDone(answer.failure, at)
      }
      return succeed(undefined)
    },
  }
}

/** Annotations are appended by each request. The conclusion comes with the last one: until then the run is not over. */
function batchesOf(annotations: readonly Annotation[]): readonly (readonly Annotation[])[] {
  const batches: (readonly Annotation[])[] = []
  for (let at = 0; at < annotations.length; at += annotationsMax) {
    batches.push(annotations.slice(at, at + annotationsMax))
  }
  return batches.length === 0 ? [[]] : batches
}

function bodyOf(update: CheckUpdate, annotations: readonly Annotation[], isLast: boolean) {
  const isOver = isLast && update.conclusion !== null
  return {
    ...(isOver ? { status: 'completed', conclusion: update.conclusion } : { status: 'in_progress' }),
    output: {
      title: update.title,
      summary: update.summary,
      ...(update.text === null ? {} : { text: update.text }),
      ...(annotations.length === 0 ? {} : { annotations: annotations.map(toAnnotation) }),
    },
  }
}

function toAnnotation(annotation: Annotation) {
  return {
    path: annotation.path,
    start_line: annotation.startLine,
    end_line: annotation.endLine,
    annotation_level: annotation.level,
    title: annotation.title,
    message: annotation.message,
  }
}

/** What came before is there, so that sending all of it again would repeat annotations. */
function partlyDone(failure: HostFailure, batchesSent: number): Outcome<never, HostFailure> {
  return fail(batchesSent === 0 ? failure : { ...failure, mayHaveApplied: true })
}

/** GitHub Actions have states of their own (waiting, requested, pending) before they run. */
function statusOf(status: string): 'queued' | 'in_progress' | 'completed' {
  return status === 'in_progress' || status === 'completed' ? status : 'queued'
}
