/**
 * Sends what waits. Each notifier has a turn of its own, so that one that hangs delays no other. A row is held by a
 * lease, and nothing is begun that could outlive it; a page that one notifier does not take is given to all others.
 */
import { itself } from '../../domain/actor/actor.ts'
import type { Notification } from '../../domain/notification/notification.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { Log } from '../../ports/log/log.ts'
import type { Meter } from '../../ports/meter/meter.ts'
import type { Notifier, NotifierFailure } from '../../ports/notifier/notifier.ts'
import type { OutgoingGuard } from '../../ports/security/outgoing-guard.ts'
import type { Journal } from '../../ports/store/journal.ts'
import type { ClaimedOutgoing, Notifications, OutgoingResult } from '../../ports/store/notifications.ts'
import { createPace, type Pace } from './pace.ts'
import { type Delivery, planBatch } from './plan-batch.ts'
import { afterFailure } from './retry.ts'
import { mayLeave, withheldBecause, withoutWords } from './withhold.ts'

export interface SendingNotifier {
  readonly notifier: Notifier
  /** Whether one message can tell of several incidents there. */
  readonly foldsThreads: boolean
}

export interface DispatcherParts {
  readonly notifications: Notifications
  readonly notifiers: readonly SendingNotifier[]
  readonly journal: Pick<Journal, 'append'>
  readonly guard: OutgoingGuard
  /** What is added to a message right before it is sent. */
  readonly complete: (row: ClaimedOutgoing) => Promise<Notification>
  readonly clock: Clock
  /** Of a clock that never jumps. */
  readonly elapsedMs: () => number
  readonly random: () => number
  readonly log: Log
  readonly meter: Meter
  readonly leaseMs?: number
}

export interface Dispatcher {
  readonly names: readonly string[]
  /** Sends what is due for one notifier. One call at a time for each. */
  turn(name: string, signal: AbortSignal): Promise<void>
}

const claimedMax = 50
/** No notifier takes longer for one message; see their time bounds. */
const sendMsMax = 22_000
/** After so many tries a page is given to the others as well. */
const triesBeforeOthers = 2
const unmarkedMax = 1_000

export function createDispatcher(parts: DispatcherParts): Dispatcher {
  const { notifications, notifiers, clock, elapsedMs, leaseMs = 30_000 } = parts
  const lanes = new Map(
    notifiers.map((sending) => [sending.notifier.name, { ...sending, pace: createPace(elapsedMs) }]),
  )
  /** Sent, but the store could not be told: told at the next claim, not sent again. */
  const unmarked = new Map<number, OutgoingResult>()
  for (const name of lanes.keys())
    for (const result of ['sent', 'failed', 'dead'])
      parts.meter.count('autogen_notifications_total', { notifier: name, result }, 0)

  async function mark(row: ClaimedOutgoing, result: OutgoingResult): Promise<void> {
    if (result.kind === 'sent' || result.kind === 'folded') {
      if (unmarked.size < unmarkedMax) unmarked.set(row.id, result)
    }
    const isHeld = await notifications.settle(row, result, clock.now())
    unmarked.delete(row.id)
    if (!isHeld) parts.log.warn({ notification: row.id }, 'a message was taken over by another sender')
  }

  async function turn(name: string, signal: AbortSignal): Promise<void> {
    const lane = lanes.get(name)
    if (lane === undefined) return
    const begunAt = elapsedMs()
    const mayBegin = () => !signal.aborted && elapsedMs() - begunAt < leaseMs - sendMsMax
    const claimed = await notifications.claim(name, { at: clock.now(), leaseMs, limit: claimedMax })
    const rows: ClaimedOutgoing[] = []
    for (const row of claimed) {
      const known = unmarked.get(row.id)
      if (known !== undefined) await mark(row, known)
      else if (mayLeave(parts.guard, row.notification, name)) rows.push(row)
      else await withhold(parts, name, row, mark)
    }
    const plan = planBatch(rows, { left: lane.pace.left(), foldsThreads: lane.foldsThreads })
    await putOff(parts, plan.putOff, clock.now() + lane.pace.waitMs())
    let rest = plan.deliveries
    for (const delivery of plan.deliveries) {
      if (!mayBegin()) break
      rest = rest.slice(1)
      const pauseUntil = await deliver(parts, lane, delivery, mark, signal)
      if (pauseUntil === null) continue
      // The next one would meet the same closed door.
      await putOff(
        parts,
        rest.flatMap((one) => one.rows),
        pauseUntil,
      )
      return
    }
    await putOff(
      parts,
      rest.flatMap((one) => one.rows),
      clock.now(),
    )
  }

  return { names: [...lanes.keys()], turn }
}

/** How long a notifier that cannot be reached is left alone with its other messages. */
const closedMs = 5_000
/** Of the key of a page without its words. */
const bareEnding = '/without-words'

type Mark = (row: ClaimedOutgoing, result: OutgoingResult) => Promise<void>

/** @returns until when the notifier should be left alone; null when it is well */
async function deliver(
  parts: DispatcherParts,
  { notifier, pace }: SendingNotifier & { readonly pace: Pace },
  { notification, rows }: Delivery,
  mark: Mark,
  signal: AbortSignal,
): Promise<number | null> {
  const { notifications, meter, log, clock } = parts
  const [first] = rows
  if (first === undefined) return null
  const { name } = notifier
  pace.take()
  const message = rows.length === 1 ? await parts.complete(first) : notification
  const sent = await notifier.send(message, signal)
  if (sent.ok) {
    meter.count('autogen_notifications_total', { notifier: name, result: 'sent' })
    const { reference } = sent.value
    for (const row of rows)
      await mark(
        row,
        rows.length === 1 ? { kind: 'sent', reference } : { kind: 'folded', into: notification.dedupeKey },
      )
    await notifications.noteTry(name, clock.now(), null)
    if (notification.kind === 'page') await write(parts, first, 'notification.sent', { reference })
    return null
  }
  const { failure } = sent
  if (signal.aborted) {
    await putOff(parts, rows, clock.now())
    return clock.now()
  }
  log.warn({ notifier: name, kind: failure.kind, reason: failure.message }, 'a message could not be sent')
  meter.count('autogen_notifications_total', { notifier: name, result: 'failed' })
  if (failure.kind !== 'rate-limited') await notifications.noteTry(name, clock.now(), failure.message)
  let until = clock.now() + closedMs
  for (const row of rows) {
    const result = await fail(parts, name, row, failure, mark)
    if (result.kind === 'put-off') until = result.notBefore
  }
  return failure.kind === 'refused' ? null : until
}

async function fail(
  parts: DispatcherParts,
  name: string,
  row: ClaimedOutgoing,
  failure: NotifierFailure,
  mark: Mark,
): Promise<OutgoingResult> {
  const now = parts.clock.now()
  const { kind } = row.notification
  const isTest = kind === 'test'
  const result = afterFailure(
    { failure, attempts: row.attempts, ageMs: now - row.createdAt, isTest },
    now,
    parts.random,
  )
  const isDead = result.kind === 'dead'
  // First the others, then the row: whoever dies in between leaves a row that is tried, and handed on, again.
  if (kind === 'page' && (isDead || row.attempts + 1 >= triesBeforeOthers)) await handOn(parts, name, row)
  await mark(row, result)
  if (isDead) await tellDead(parts, name, row, failure.message)
  return result
}

/** The others would be told the same secret: what can be said goes out here, once. */
async function withhold(parts: DispatcherParts, name: string, row: ClaimedOutgoing, mark: Mark) {
  const { kind, dedupeKey } = row.notification
  if (kind === 'page' && !dedupeKey.endsWith(bareEnding)) {
    const notification = { ...withoutWords(row.notification), dedupeKey: `${dedupeKey}${bareEnding}` }
    await parts.notifications.add([{ notifier: name, notification }], parts.clock.now())
  }
  await mark(row, { kind: 'dead', failure: withheldBecause })
  await tellDead(parts, name, row, withheldBecause)
}

async function tellDead(parts: DispatcherParts, name: string, row: ClaimedOutgoing, reason: string) {
  parts.meter.count('autogen_notifications_total', { notifier: name, result: 'dead' })
  parts.log.error({ notifier: name, notification: row.id, reason }, 'a message was given up')
  await write(parts, row, 'notification.dead', { reason })
}

/** Under the same key, so that nobody who has it gets it twice. */
async function handOn(
  { notifications, notifiers, clock }: DispatcherParts,
  name: string,
  row: ClaimedOutgoing,
) {
  const others = notifiers.map(({ notifier }) => notifier.name).filter((other) => other !== name)
  const text = `${row.notification.text}\n\n(The notifier ${name} could not deliver this.)`
  const notification = { ...row.notification, text }
  await notifications.add(
    others.map((notifier) => ({ notifier, notification })),
    clock.now(),
  )
}

async function putOff(
  { notifications, clock }: DispatcherParts,
  rows: readonly ClaimedOutgoing[],
  notBefore: number,
): Promise<void> {
  for (const row of rows) await notifications.settle(row, { kind: 'put-off', notBefore }, clock.now())
}

/** The journal is for people afterwards: a message is not held up by it. */
async function write(
  { journal, clock, log }: DispatcherParts,
  { notification, notifier, attempts }: ClaimedOutgoing,
  action: 'notification.sent' | 'notification.dead',
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { title, kind, incident } = notification
  const entry = { at: clock.now(), actor: itself, action, subject: `notifier ${notifier}`, incident }
  await journal
    .append({ ...entry, detail: { title, kind, attempts: attempts + 1, ...detail } })
    .catch((error: unknown) => log.warn({ action, error: String(error) }, 'the journal was not written'))
}
