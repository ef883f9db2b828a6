/** What every process measures, recorded; and the series of all of them, for whoever evaluates alerts. */
import { hostname } from 'node:os'
import { isAlive } from '../../../adapters/machine/is-alive.ts'
import { isGaugeMetric } from '../../../ops/indicators/is-gauge-metric.ts'
import { createKeepSamples } from '../../../ops/recorder/keep-samples.ts'
import { createLiveSeries, type LiveSeries } from '../../../ops/recorder/live-series.ts'
import { createRecorder } from '../../../ops/recorder/recorder.ts'
import { lookEveryMs } from '../../../ops/recorder/sample-times.ts'
import type { Duty } from '../../../work/lead.ts'
import type { Backbone } from '../backbone.ts'
import { does, type Role } from '../role.ts'
import { realMs } from './process-watch.ts'
import { repeat } from './repeat.ts'
import { watchClock } from './watch-clock.ts'

export interface RunningRecorder {
  /** As the label `instance` has it. */
  readonly instance: string
  /** Of the last hours; `refresh` before each evaluation brings in what other processes have recorded. */
  readonly live: LiveSeries
  /** Looks once more and writes what waits, as long as the store answers. */
  stop(): Promise<void>
}

const keepEveryMs = 60_000
const farewellMsMax = 3_000
/** A name is that of a process that runs when its newest row is no older. */
const freshMs = 60_000
const twinsMax = 32

/** The first look is taken at once: what is counted from here on is seen to grow. */
export async function startRecorder(backbone: Backbone, role: Role): Promise<RunningRecorder> {
  const { store, log, meter } = backbone
  const clock = watchClock()
  const everyRealMs = realMs(clock, lookEveryMs)
  // In a drill looks are further apart by the watch's clock than the machine's would be.
  const everyMs = everyRealMs * clock.speed
  const { samples } = store
  const recorder = createRecorder({
    read: () => meter.read(),
    samples,
    instance: await freeName(backbone, role),
    pid: process.pid,
    serves: does(role, 'web'),
    everyMs,
    clock,
    log,
  })
  const looks = repeat('recorder', everyRealMs, () => recorder.look(), log)
  return {
    instance: recorder.instance,
    live: createLiveSeries({ recorder, samples, everyMs, clock }),
    async stop() {
      await looks.stop()
      await recorder.look()
      await Promise.race([recorder.flush(), afterMs(farewellMsMax)])
    },
  }
}

/** Stable over restarts; only a second process of the same role on the same machine is told apart by a number. */
async function freeName({ store, log }: Pick<Backbone, 'store' | 'log'>, role: Role): Promise<string> {
  const base = `${hostname()}/${role}`
  const clock = watchClock()
  try {
    for (let twin = 1; twin <= twinsMax; twin += 1) {
      const name = twin === 1 ? base : `${base}/${twin}`
      const newest = await store.samples.newest(name)
      const isTaken =
        newest !== null &&
        newest.pid !== process.pid &&
        clock.now() - newest.at < freshMs * clock.speed &&
        isAlive(newest.pid, newest.at)
      if (!isTaken) return name
    }
  } catch (error) {
    log.warn({ reason: (error as Error).message }, 'other processes of this role cannot be seen')
  }
  return base
}

/** Rolls up what is complete and forgets what is too old. */
export function samplesDuty({ store }: Pick<Backbone, 'store'>): Duty {
  const clock = watchClock()
  const run = createKeepSamples({ samples: store.samples, isGauge: isGaugeMetric, clock })
  return { name: 'samples', everyMs: realMs(clock, keepEveryMs), run }
}

function afterMs(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })
}
