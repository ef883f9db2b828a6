/** Reviews of local repositories in this process, put together as the worker does it, with or without agents. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createGitSource } from '../../src/adapters/git/git-source.ts'
import { createAgentMemory } from '../../src/adapters/memory/agent-memory.ts'
import { createClosedCircuits } from '../../src/adapters/memory/closed-circuits.ts'
import { createModelLedger } from '../../src/adapters/memory/model-ledger.ts'
import { createDiskOutlineCache } from '../../src/adapters/outline-cache/disk-outline-cache.ts'
import { createProcessSandbox } from '../../src/adapters/sandbox/process-sandbox.ts'
import { createAgents } from '../../src/agents/create-agents.ts'
import { analysers } from '../../src/analysers/catalogue.ts'
import { createAnalysis } from '../../src/analysers/create-analysis.ts'
import { createSyntax } from '../../src/analysers/syntax/create-syntax.ts'
import { outlineBytesMax, partsAtOnceMax } from '../../src/app/agents/bounds.ts'
import { createOpenCalls } from '../../src/app/agents/open-calls.ts'
import { readSettings } from '../../src/app/read-settings.ts'
import { makeScratchFolder } from '../../src/app/scratch-folder.ts'
import { readLocalModels } from '../../src/config/service/local-models.ts'
import type { AppName, InstallationId, RepositoryId } from '../../src/domain/repository/repository.ts'
import type { ReviewReport } from '../../src/domain/review/report.ts'
import type { Agents } from '../../src/ports/agents/agents.ts'
import { silentLog } from '../../src/ports/log/silent-log.ts'
import { silentMeter } from '../../src/ports/meter/silent-meter.ts'
import type { Sandbox } from '../../src/ports/sandbox/sandbox.ts'
import type { Snapshot } from '../../src/ports/source/source.ts'
import type { OutlineCache } from '../../src/ports/syntax/outline-cache.ts'
import { runReview } from '../../src/review/run-review.ts'
import type { Case } from '../cases.ts'
import { withoutChanged } from './others-outlines.ts'
import { createForgetful, createStopwatch, type Stopwatch } from './stopwatch.ts'

export interface Review {
  readonly report: ReviewReport
  /** Milliseconds. */
  readonly wall: number
  /** Of this process, all threads; its children and the model are not in it. */
  readonly cpu: number
  readonly stages: Stopwatch['stages']
}

export interface Reviewer {
  review(one: Case, withAgents: boolean): Promise<Review>
}

const installFolder = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
/** As in the worker. */
const childrenMax = 2
const hour = 3_600_000

export interface ReviewerOptions {
  readonly modelUrl: string
  /** For outlines, which stay from review to review. */
  readonly folder: string
  /** False: those of files that the change holds are new every time, as after a push. */
  readonly knowsChanged: boolean
}

export function createReviewer({ modelUrl, folder, knowsChanged }: ReviewerOptions): Reviewer {
  const models = readLocalModels({
    AUTOGEN_MODEL: 'compatible/scripted',
    AUTOGEN_MODEL_URL: `${modelUrl}/compatible/v1`,
  })
  if (!models.ok) throw new Error(JSON.stringify(models.failure))
  // Answers that are remembered would cost nothing, and the ledger of a process without a store only grows.
  const { memory, ledger, forget } = createForgetful(() => ({
    memory: createAgentMemory(),
    ledger: createModelLedger(),
  }))
  let stopwatch = createStopwatch()
  const openCalls = createOpenCalls({
    models: models.value,
    circuits: createClosedCircuits(),
    ledger,
    memory,
    meter: silentMeter,
    log: silentLog,
    secrets: [],
    stopped: () => null,
  })
  const outlines = createDiskOutlineCache({
    folder: join(folder, 'outlines'),
    bytesMax: outlineBytesMax,
    now: Date.now,
  })

  const caches = new Map<string, OutlineCache>()
  function cacheOf({ id, folder: repository }: Case): OutlineCache {
    const cache = caches.get(id) ?? (knowsChanged ? outlines : withoutChanged(outlines, repository))
    caches.set(id, cache)
    return cache
  }

  function openAgents(one: Case, sandbox: Sandbox): Agents {
    const { timed, time } = stopwatch
    const payer = {
      app: 'bench' as AppName,
      installation: 0 as InstallationId,
      repository: 0 as RepositoryId,
      repositoryName: one.id,
      number: 1,
      work: 'review/bench',
    }
    const agents = createAgents({
      stopped: () => null,
      openCalls: (settings) => openCalls(payer, one.id, settings),
      syntax: timed(createSyntax({ sandbox, childrenMax: 1 }), (method) =>
        method === 'outline' ? 'syntax child' : null,
      ),
      outlines: timed(cacheOf(one), (method) => `outline cache: ${method}`),
      repositoryKey: one.id,
      memory,
      story: async () => ({ title: one.id, description: '', linkedIssue: null, earlier: [] }),
      earlier: async () => [],
      clock: { now: Date.now },
      now: () => performance.now(),
      reviewTimeMs: hour,
      atOnceMax: partsAtOnceMax,
      hosts: [],
    })
    let doors: { readonly snapshot: Snapshot; readonly timed: Snapshot } | null = null
    const doorsOf = (snapshot: Snapshot) => {
      if (doors?.snapshot !== snapshot)
        doors = { snapshot, timed: timed(snapshot, (method) => `git: ${method}`) }
      return doors.timed
    }
    return {
      ...agents,
      readAhead: ({ snapshot, files }, signal) =>
        agents.readAhead({ snapshot: doorsOf(snapshot), files }, signal),
      discuss: (change, signal, onProgress) => {
        const again = change.analyseAgain
        const timedChange = {
          ...change,
          snapshot: doorsOf(change.snapshot),
          analyseAgain: (files: Parameters<typeof again>[0]) => time('analysers, again', () => again(files)),
        }
        return time('discuss', () => agents.discuss(timedChange, signal, onProgress))
      },
    }
  }

  return {
    async review(one, withAgents) {
      forget()
      stopwatch = createStopwatch()
      const now = () => performance.now()
      const [begin, cpuBegin] = [now(), process.cpuUsage()]
      const scratch = await makeScratchFolder()
      try {
        const sandbox = createProcessSandbox({ scratchFolder: scratch.path, installFolder })
        const reviewed = await runReview(
          {
            source: createGitSource({ folder: one.folder, scratchFolder: scratch.path }),
            analysis: createAnalysis({ analysers, sandbox, childrenMax, now }),
            agents: withAgents ? openAgents(one, sandbox) : null,
            readSettings,
            now,
          },
          {
            request: { base: 'base', head: { kind: 'ref', ref: 'head' } },
            explains: true,
            signal: new AbortController().signal,
          },
        )
        if (!reviewed.ok)
          throw new Error(`${one.id} could not be reviewed: ${JSON.stringify(reviewed.failure)}`)
        const { user, system } = process.cpuUsage(cpuBegin)
        return {
          report: reviewed.value.report,
          wall: now() - begin,
          cpu: (user + system) / 1_000,
          stages: stopwatch.stages,
        }
      } finally {
        await scratch.remove()
      }
    },
  }
}
