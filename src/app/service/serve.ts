/** One process of the service, from its start to the last thing it lets go. */
import type { ServiceConfig } from '../../config/service/service-config.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { HealthPart } from '../../http/health.ts'
import type { Backbone, StartFailure } from './backbone.ts'
import { type BotNames, learnBotNames } from './bot-names.ts'
import { openBackbone } from './open-backbone.ts'
import { does, type Role } from './role.ts'
import { type Leader, startLeader } from './start-leader.ts'
import { startOperations } from './start-operations.ts'
import { startWeb, type Web } from './start-web.ts'
import { type RunningWorker, startWorker } from './start-worker.ts'
import { keepLogLines } from './watch/log-lines.ts'
import { startMemoryWatch } from './watch/memory.ts'
import { startProcessWatch } from './watch/process-watch.ts'
import { type RunningRecorder, startRecorder } from './watch/recorder.ts'
import type { Repeated } from './watch/repeat.ts'
import { type WatchedSwitches, watchSwitches } from './watch/switches.ts'
import { watchEventLoop } from './watch-event-loop.ts'

export interface ServeOptions {
  readonly config: ServiceConfig
  readonly role: Role
  /** The settings as they are declared now, for whoever looks for drift. */
  readonly readDeclared?: Backbone['readDeclared']
  /** Stop taking work; finish what runs. */
  readonly drain: AbortSignal
  /** Hand back what still runs. */
  readonly abort: AbortSignal
}

/** What runs longer than this while draining is handed back to the queue. */
const drainMs = 25_000

export async function serve({
  config,
  role,
  readDeclared,
  drain,
  abort,
}: ServeOptions): Promise<Outcome<void, StartFailure>> {
  process.title = `autogen-bot ${role}`
  if (config.apps.length === 0) return fail(noApp)
  const opened = await openBackbone(config, {
    role,
    logLevel: config.log.level,
    ...(readDeclared === undefined ? {} : { readDeclared }),
  })
  if (!opened.ok) return opened
  const backbone = opened.value
  const { log, facts, degraded } = backbone
  const names = learnBotNames(backbone.hosts.values(), log)
  const pauses = watchEventLoop(backbone.meter)
  const watch = await startProcessWatch(backbone, role)
  const recorder = config.watch.isBuiltIn ? await startRecorder(backbone, role) : null
  const lines = keepLogLines(backbone, role)
  let memory: Repeated | null = null
  try {
    const started = await start(backbone, role, names, recorder)
    if (!started.ok) return started
    log.info({ ...facts, url: started.value.web?.url, metrics: started.value.metricsUrl }, 'listening')
    memory = startMemoryWatch(backbone, role, started.value.worker)
    for (const sentence of degraded) log.warn({ reason: sentence }, 'degraded')
    await aborted(drain)
    log.info({}, 'draining')
    // Not waited for here: a snapshot that is being written must not keep the jobs from ending.
    void memory.stop()
    await stop(started.value, abort)
    log.info({}, 'stopped')
    return succeed(undefined)
  } finally {
    pauses.stop()
    names.stop()
    await memory?.stop()
    await lines.stop()
    await recorder?.stop()
    await watch.stop()
    await backbone.close()
  }
}

const noApp: StartFailure = {
  kind: 'no-app',
  message: 'No GitHub App is configured.',
  remedy: 'Run "autogen-bot setup", or see docs/setup.md for an App that is there already.',
}

interface Running {
  readonly web: Web | null
  readonly worker: RunningWorker | null
  readonly switches: WatchedSwitches
  readonly leader: Leader | null
  readonly metricsUrl: string | null
  readonly closeOperations: () => Promise<void>
}

async function start(
  backbone: Backbone,
  role: Role,
  names: BotNames,
  recorder: RunningRecorder | null,
): Promise<Outcome<Running, StartFailure>> {
  const botName = names.of
  const switches = await watchSwitches(backbone)
  const worker = does(role, 'worker') ? await startWorker({ backbone, botName, switches }) : null
  const health = healthOf(backbone, worker)
  const web = does(role, 'web') ? await startWeb({ backbone, botName, health }) : null
  if (web !== null && !web.ok) return web
  const operations = await startOperations(backbone, health)
  const leader = does(role, 'leader') ? startLeader(backbone, recorder) : null
  return succeed({
    web: web?.value ?? null,
    worker,
    switches,
    leader,
    metricsUrl: operations.url,
    closeOperations: operations.close,
  })
}

function healthOf({ store }: Backbone, worker: RunningWorker | null): readonly HealthPart[] {
  const storePart: HealthPart = {
    name: 'store',
    isVital: true,
    check: async () => {
      await store.check()
      return { ok: true }
    },
  }
  if (worker === null) return [storePart]
  const workers: HealthPart = {
    name: 'workers',
    isVital: true,
    check: async () =>
      worker.isAlive()
        ? { ok: true }
        : { ok: false, reason: 'No worker takes jobs: the queue cannot be reached.' },
  }
  return [storePart, workers]
}

/** Webhooks are taken until the jobs have ended: the inbox is durable, and the next process does what they bring. */
async function stop(
  { web, worker, switches, leader, closeOperations }: Running,
  abort: AbortSignal,
): Promise<void> {
  web?.announceEnd()
  switches.stop()
  await leader?.stop()
  if (worker !== null) {
    const patience = AbortSignal.any([abort, AbortSignal.timeout(drainMs)])
    const drained = worker.drain().then(() => 'drained' as const)
    const first = await Promise.race([drained, aborted(patience).then(() => 'late' as const)])
    if (first === 'late') await worker.abort()
    await worker.close()
  }
  await web?.close()
  await closeOperations()
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
