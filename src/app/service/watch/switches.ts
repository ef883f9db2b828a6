/** How the processes of the service obey what people have switched. */
import { marksOf, type Switches } from '../../../domain/operations/switches.ts'
import { followSwitches } from '../../../ops/mitigations/follow-switches.ts'
import { releaseHeld } from '../../../ops/mitigations/release-held.ts'
import { readStoredSwitches, switchesSetting } from '../../../ops/mitigations/stored-switches.ts'
import type { Duty } from '../../../work/lead.ts'
import type { Backbone } from '../backbone.ts'
import { watchClock } from './watch-clock.ts'

export interface WatchedSwitches {
  current(): Switches
  /** From now on, and at once, this is told how many jobs to take at a time. */
  tellWorkers(setConcurrency: (jobs: number) => void): void
  stop(): void
}

const everyMs = 2_000

/** In every process; has looked once when it resolves. */
export async function watchSwitches({ config, store, log }: Backbone): Promise<WatchedSwitches> {
  let setConcurrency: ((jobs: number) => void) | null = null
  const obey = ({ concurrency, logLevel }: Switches) => {
    log.setLevel(logLevel?.level ?? config.log.level)
    setConcurrency?.(concurrency ?? config.worker.concurrency)
  }
  const follower = followSwitches({
    settings: store.settings,
    clock: watchClock(),
    log,
    obey(switches) {
      obey(switches)
      log.info({ switched: marksOf(switches) }, 'switches obeyed')
    },
  })
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  const lookOn = async (): Promise<void> => {
    await follower.look()
    if (!isStopped) timer = setTimeout(lookOn, everyMs).unref()
  }
  await lookOn()
  return {
    current: () => follower.current(),
    tellWorkers(set) {
      setConcurrency = set
      obey(follower.current())
    },
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}

/** By whoever leads: the queue is as paused as the switch says, and what is held by none any more waits again. */
export function switchDuty({ store, queue, log }: Pick<Backbone, 'store' | 'queue' | 'log'>): Duty {
  async function run(): Promise<void> {
    const { switches } = readStoredSwitches(await store.settings.read(switchesSetting))
    const released = await releaseHeld({ jobs: store.jobs, queue }, switches)
    if (released > 0) log.info({ released }, 'held jobs wait again')
    const entries = await queue.counts()
    if (entries.ok && entries.value.isPaused !== switches.isIntakePaused)
      await (switches.isIntakePaused ? queue.pause() : queue.resume())
  }
  return { name: 'switches', everyMs, run }
}
