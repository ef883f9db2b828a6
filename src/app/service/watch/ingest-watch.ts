/** The synthetic probe of a web process. */
import { randomUUID } from 'node:crypto'
import { createProbe } from '../../../ops/probe/probe.ts'
import type { Backbone } from '../backbone.ts'
import { realMs } from './process-watch.ts'
import { type Repeated, repeat } from './repeat.ts'
import { sendProbeTo } from './send-probe.ts'
import { watchClock } from './watch-clock.ts'

const everyMs = 15_000

/** The first one is sent at once. @param url where this process listens */
export function startIngestWatch({ store, log, meter }: Backbone, url: string, secret: string): Repeated {
  const probe = createProbe({
    secret,
    send: sendProbeTo(url),
    inbox: store.inbox,
    nextGuid: randomUUID,
    elapsedMs: () => performance.now(),
    log,
    meter,
  })
  return repeat('probe', realMs(watchClock(), everyMs), probe, log)
}
