/**
 * Webhooks that the host sent and that we do not have: they came while nobody listened, or were answered with an error.
 * The host sends nothing again by itself, so it is asked to. What we have a row for is never asked for, whatever the
 * host thinks that we answered.
 */
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { CodeHost } from '../../ports/code-host/code-host.ts'
import type { HostFailure } from '../../ports/code-host/host-failure.ts'
import type { HostedDelivery } from '../../ports/code-host/hosted-delivery.ts'
import type { Inbox } from '../../ports/store/inbox.ts'
import type { Settings } from '../../ports/store/settings.ts'
import { type Asked, type DeliveryScan, readDeliveryScan, writeDeliveryScan } from './delivery-scan.ts'
import { forEachHost } from './for-each-host.ts'
import type { Reconcile } from './reconciler.ts'

export interface RedeliverMissingParts {
  readonly hosts: readonly DeliveryHost[]
  readonly inbox: Pick<Inbox, 'known'>
  readonly settings: Settings
  readonly clock: Clock
  /** Pages of the host's list in one run. */
  readonly pagesMax?: number
  /** Redeliveries asked for in one run. */
  readonly asksMax?: number
}

type DeliveryHost = Pick<CodeHost, 'app' | 'deliveries'>

/** The host keeps them no longer (Enterprise Server: seven days). */
const backMsMax = 3 * 86_400_000
/** Deliveries appear in the list late and out of order. */
const overlapMs = 10 * 60_000
/** Younger ones may still be on their way into the store. */
const graceMs = 30_000
/** Times that one delivery is asked for: after one minute, four, sixteen, ... */
const timesMax = 5
const againAfterMs = 60_000
const missingMax = 2_000

export function createRedeliverMissing(parts: RedeliverMissingParts): Reconcile {
  const { hosts, settings, clock } = parts
  return (signal) =>
    forEachHost(hosts, signal, async (host) => {
      const now = clock.now()
      const before = await readDeliveryScan(settings, host.app)
      const settled = await forgetArrived(parts, host, before, now)
      const listed = await readList(parts, host, settled.scan, now, signal)
      const asked = await askAgain(parts, host, listed.scan, now, signal)
      await writeDeliveryScan(settings, host.app, asked.scan)
      const failure = listed.failure ?? asked.failure
      if (failure !== null) return fail({ ...failure, recovered: settled.arrived })
      return succeed({
        examined: listed.examined,
        recovered: settled.arrived,
        isComplete: asked.scan.rest === null,
      })
    })
}

/** What was asked for and is here now has been brought back. */
async function forgetArrived(
  { inbox }: RedeliverMissingParts,
  { app }: DeliveryHost,
  scan: DeliveryScan,
  now: number,
): Promise<{ readonly scan: DeliveryScan; readonly arrived: number }> {
  const { asked, mark } = scan
  const known = await knownAmong(inbox, app, asked)
  const isOutOfSight = ({ deliveredAt, times }: Asked) =>
    deliveredAt < now - backMsMax || (times >= timesMax && deliveredAt < (mark ?? 0) - overlapMs)
  const missing = asked.filter((one) => !known.has(one.guid) && !isOutOfSight(one))
  const arrived = asked.filter(({ guid, times }) => known.has(guid) && times > 0).length
  return { scan: { ...scan, asked: missing }, arrived }
}

/** Reads the host's list, newest first, back to the mark; notes what we lack. */
async function readList(
  { inbox, pagesMax = 50 }: RedeliverMissingParts,
  { app, deliveries: list }: DeliveryHost,
  scan: DeliveryScan,
  now: number,
  signal: AbortSignal,
): Promise<{ readonly scan: DeliveryScan; readonly examined: number; readonly failure: HostFailure | null }> {
  const floor = Math.max((scan.mark ?? 0) - overlapMs, now - backMsMax)
  const { mark, ...from } = scan.rest ?? { floor, mark: now - graceMs, cursor: null }
  let cursor: string | null = from.cursor
  let asked = scan.asked
  let examined = 0
  for (let page = 0; page < pagesMax && asked.length < missingMax && !signal.aborted; page += 1) {
    const read = await list.list(cursor, signal)
    if (!read.ok) {
      // A cursor that the host has forgotten: from the top, on the next run.
      const isLost = read.failure.kind === 'invalid' || read.failure.kind === 'not-found'
      const rest = isLost ? null : restAt(cursor, from.floor, mark)
      return { scan: { ...scan, asked, rest }, examined, failure: read.failure }
    }
    const { deliveries, next } = read.value
    const inRange = deliveries.filter(
      ({ deliveredAt }) => deliveredAt >= from.floor && deliveredAt <= now - graceMs,
    )
    asked = [...asked, ...(await missingAmong(inbox, app, inRange, asked))]
    examined += inRange.length
    const isAtFloor = deliveries.some(({ deliveredAt }) => deliveredAt < from.floor)
    if (next === null || isAtFloor) return { scan: { mark, rest: null, asked }, examined, failure: null }
    cursor = next
  }
  return { scan: { ...scan, asked, rest: restAt(cursor, from.floor, mark) }, examined, failure: null }
}

function restAt(cursor: string | null, floor: number, mark: number): DeliveryScan['rest'] {
  return cursor === null ? null : { cursor, floor, mark }
}

async function missingAmong(
  inbox: RedeliverMissingParts['inbox'],
  app: DeliveryHost['app'],
  deliveries: readonly HostedDelivery[],
  noted: readonly Asked[],
): Promise<readonly Asked[]> {
  const seen = new Set(noted.map(({ guid }) => guid))
  // One GUID stands in the list once for each attempt.
  const others = deliveries.filter(({ guid }) => !seen.has(guid) && seen.add(guid))
  const known = await knownAmong(inbox, app, others)
  return others
    .filter(({ guid }) => !known.has(guid))
    .map(({ guid, id, deliveredAt }) => ({ guid, id, deliveredAt, times: 0, at: 0 }))
}

async function knownAmong(
  inbox: RedeliverMissingParts['inbox'],
  app: DeliveryHost['app'],
  deliveries: readonly Pick<Asked, 'guid'>[],
): Promise<Awaited<ReturnType<Inbox['known']>>> {
  if (deliveries.length === 0) return new Set()
  return inbox.known(
    app,
    deliveries.map(({ guid }) => guid),
  )
}

/** The oldest first, each later than the time before, and not for ever. */
async function askAgain(
  { asksMax = 200 }: RedeliverMissingParts,
  { deliveries }: DeliveryHost,
  scan: DeliveryScan,
  now: number,
  signal: AbortSignal,
): Promise<{ readonly scan: DeliveryScan; readonly failure: HostFailure | null }> {
  const isDue = ({ times, at }: Asked) =>
    times < timesMax && (times === 0 || now - at >= againAfterMs * 4 ** (times - 1))
  const due = scan.asked.filter(isDue).sort((a, b) => a.deliveredAt - b.deliveredAt)
  const tried = new Map<string, Asked>()
  const concluded = () => ({ ...scan, asked: scan.asked.map((one) => tried.get(one.guid) ?? one) })
  for (const one of due.slice(0, asksMax)) {
    if (signal.aborted) break
    const outcome = await deliveries.redeliver(one.id, signal)
    if (outcome.ok) tried.set(one.guid, { ...one, times: one.times + 1, at: now })
    else if (isHopeless(outcome)) tried.set(one.guid, { ...one, times: timesMax, at: now })
    else return { scan: concluded(), failure: outcome.failure }
  }
  return { scan: concluded(), failure: null }
}

/** The host no longer has that one, or will not send it; the others may go. */
function isHopeless(outcome: Outcome<void, HostFailure>): boolean {
  return !outcome.ok && ['not-found', 'gone', 'invalid'].includes(outcome.failure.kind)
}
