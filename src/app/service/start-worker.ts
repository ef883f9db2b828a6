/** The worker role: does what waits in the queue. */
import { hostname } from 'node:os'
import { join } from 'node:path'
import { createGitCache } from '../../adapters/git/cache/git-cache.ts'
import { hostUrls } from '../../adapters/github/host-urls.ts'
import { assertNever } from '../../domain/assert-never.ts'
import type { Task } from '../../domain/job/job.ts'
import { holdOf } from '../../domain/operations/hold-of.ts'
import type { AppName } from '../../domain/repository/repository.ts'
import type { CodeHost } from '../../ports/code-host/code-host.ts'
import { answerComment } from '../../work/answer-comment.ts'
import { checkInstallation } from '../../work/check-installation.ts'
import { handleTask } from '../../work/handle-task.ts'
import { holdResult } from '../../work/hold-result.ts'
import { recheckConfig } from '../../work/recheck-config.ts'
import { retryAt } from '../../work/retry-at.ts'
import { reviewPullRequest } from '../../work/review-pull-request.ts'
import { createWorker, type JobContext, type WorkerParts as WorkParts } from '../../work/worker.ts'
import { createHostedQuestions } from '../agents/hosted-questions.ts'
import { makeScratchFolder, removeAbandonedScratch } from '../scratch-folder.ts'
import type { Backbone } from './backbone.ts'
import { clock } from './open-backbone.ts'
import { openServiceAgents } from './open-service-agents.ts'
import { createReadConfig } from './read-config.ts'
import { createRestableWorker, type RestableWorker } from './restable-worker.ts'
import { createReviewChange } from './review-change.ts'
import type { WatchedSwitches } from './watch/switches.ts'

export interface WorkerParts {
  readonly backbone: Backbone
  readonly botName: (app: AppName) => string | null
  readonly switches: WatchedSwitches
}

export interface RunningWorker extends RestableWorker {
  /** Removes what it kept for itself. */
  close(): Promise<void>
}

export async function startWorker({ backbone, botName, switches }: WorkerParts): Promise<RunningWorker> {
  const { config, store, queue, circuits, hosts, log, meter, tracer } = backbone
  removeAbandonedScratch()
  const scratch = await makeScratchFolder()
  const cache = createGitCache({
    folder: join(config.dataFolder, 'git-cache'),
    scratchFolder: scratch.path,
    bytesMax: config.gitCache.bytesMax,
    origins: config.apps.map(({ apiUrl }) => new URL(hostUrls(apiUrl).web).origin),
    now: clock.now,
    log,
    caches: backbone.caches,
  })
  const agents = openServiceAgents(backbone, switches)
  const reviewChange = createReviewChange({
    cache,
    security: backbone.security.journal,
    openAgents: agents?.openAgents ?? null,
  })
  const readConfig = createReadConfig(cache)
  const questions = agents === null ? null : createHostedQuestions(cache, agents.parts)
  const common = {
    store,
    queue,
    circuits,
    now: clock.now,
    chance: Math.random,
    meter,
    tracer,
    takesCommands: true,
  }

  function handle(host: CodeHost, task: Task, context: JobContext) {
    switch (task.kind) {
      case 'review':
        return reviewPullRequest(
          { ...common, host, reviewChange, checks: config.checks, hold: holdFor(task, context) },
          task,
          context,
        )
      case 'answer': {
        const urgent = host.forUrgency('command')
        const parts = {
          ...common,
          host: urgent,
          botName: botName(host.app) ?? '',
          readConfig,
          questions,
        }
        return answerComment(parts, task, context)
      }
      case 'installation':
        return checkInstallation({ ...common, jobs: store.jobs, host }, task, context)
      case 'config':
        return recheckConfig(common, task)
      default:
        return assertNever(task)
    }
  }

  const holdFor = (task: Task, { job }: JobContext) => holdOf(switches.current(), job.lane, task)

  const parts: WorkParts = {
    name: `${hostname()}/${process.pid}`,
    jobs: store.jobs,
    queue,
    handle: async (task, context) => {
      const hold = holdFor(task, context)
      // What is shed costs the host nothing; a pull request that is paused says so itself.
      const isToldThere = task.kind === 'review' && hold?.kind !== 'lane'
      if (hold !== null && !isToldThere) return holdResult(hold, clock.now())
      return handleTask({ circuits, hostOf: (app) => hosts.get(app) ?? null, handle }, task, context)
    },
    clock,
    retryAt: (now, attempts) => retryAt(now, attempts, Math.random()),
    log,
    meter,
    tracer,
    ...config.worker,
  }
  const worker = createRestableWorker(() => createWorker(parts))
  switches.tellWorkers((jobs) => worker.setConcurrency(jobs))
  return {
    ...worker,
    async close() {
      await scratch.remove()
    },
  }
}
