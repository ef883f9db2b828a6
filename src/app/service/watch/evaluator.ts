/** The watch loop of a process of the leader role: alerts, every ten seconds of the watch's clock. */
import { alertRules } from '../../../ops/alerts/catalogue.ts'
import { compileRules } from '../../../ops/alerts/compile-rules.ts'
import { alertStatesSetting, readStates } from '../../../ops/alerts/stored-states.ts'
import {
  type AlertWatch,
  type AlertWatchParts,
  createAlertWatch,
  type WatchPosition,
} from '../../../ops/alerts/watch-alerts.ts'
import { StoreUnavailable } from '../../../ports/store/store-unavailable.ts'
import type { Backbone } from '../backbone.ts'
import { realMs } from './process-watch.ts'
import { type Repeated, repeat } from './repeat.ts'
import { watchClock } from './watch-clock.ts'

export interface EvaluatorParts extends Pick<AlertWatchParts, 'readSeries' | 'receive' | 'page'> {
  readonly backbone: Pick<Backbone, 'store' | 'log' | 'meter'>
  readonly isLeading: () => boolean
}

export interface Evaluator extends Repeated, Pick<AlertWatch, 'watchdogSeenAt' | 'states'> {}

const everyMs = 10_000
/** A store that does not answer for so long is one that cannot be reached. */
const checkMsMax = 3_000

export function startEvaluator({ backbone, isLeading, ...ends }: EvaluatorParts): Evaluator {
  const { store, log, meter } = backbone
  const clock = watchClock()
  const watch = createAlertWatch({
    ...ends,
    rules: compileRules(alertRules),
    position: () => positionOf(isLeading, () => store.check()),
    readStates: async () => readStates(await store.settings.read(alertStatesSetting)),
    writeStates: (kept) => store.settings.write(alertStatesSetting, kept),
    clock,
    log,
    meter,
  })
  const repeated = repeat('alerts', realMs(clock, everyMs), () => watch.look(), log)
  return { ...watch, stop: () => repeated.stop() }
}

async function positionOf(isLeading: () => boolean, check: () => Promise<unknown>): Promise<WatchPosition> {
  if (isLeading()) return 'leading'
  return (await answers(check)) ? 'standby' : 'cut-off'
}

async function answers(check: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), checkMsMax)
  })
  try {
    return await Promise.race([check().then(() => true as const), late])
  } catch (error) {
    if (error instanceof StoreUnavailable) return false
    throw error
  } finally {
    clearTimeout(timer)
  }
}
