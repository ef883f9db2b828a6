/**
 * Any order of steps on a few keys, beside a model that knows no SQL: for each key, whether something waits and whose
 * lease is good. After every step the rows agree with it, and at the end every delivery is done by a claim that came
 * after it.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DeliveryGuid } from '../../../domain/delivery/delivery.ts'
import { lanes } from '../../../domain/job/lane.ts'
import type { Ended, Lease } from '../jobs.ts'
import type { Store } from '../store.ts'
import { accepted, aDelivery, app, aReview, longMs, type StoreWorld } from './samples.ts'

type Step =
  | { readonly kind: 'accept'; readonly key: number; readonly lane: number; readonly isRepeated: boolean }
  | { readonly kind: 'claim' | 'lapse' | 'renew' | 'late write'; readonly key: number }
  | {
      readonly kind: 'finish' | 'cancel' | 'park' | 'park until later' | 'hand back' | 'fail'
      readonly key: number
    }
  | { readonly kind: 'recover' | 'retry dead' }

const key = fc.nat(2)
const simple = fc.constantFrom('claim', 'lapse', 'renew', 'late write', 'claim', 'claim')
const ending = fc.constantFrom('finish', 'cancel', 'park', 'park until later', 'hand back', 'fail')
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('accept'), key, lane: fc.nat(4), isRepeated: fc.boolean() }),
  },
  { weight: 4, arbitrary: fc.record({ kind: simple, key }) },
  { weight: 3, arbitrary: fc.record({ kind: ending, key }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('recover', 'retry dead') }) },
) as fc.Arbitrary<Step>

/** What the model knows of one key. */
interface Key {
  readonly number: number
  readonly guids: DeliveryGuid[]
  lease: Lease | null
  isLapsed: boolean
  lost: Lease | null
  isPending: boolean
  /** Steps, counted: of the last delivery and of the last claim. */
  deliveredAt: number
  claimedAt: number
}

export function jobModelStories(world: () => StoreWorld): void {
  test('rows and model agree, and nothing is lost', async () => {
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        run += 1
        await tell(world().store, run, steps)
      }),
      { numRuns: 40 },
    )
  })
}

async function tell(store: Store, run: number, steps: readonly Step[]): Promise<void> {
  const keys = [0, 1, 2].map((n) => aKey(run * 10 + n))
  for (const [time, one] of steps.entries()) {
    await take(store, keys, one, time)
    await expectAgreement(store, keys)
  }
  await drain(store, keys)
  for (const { guids, deliveredAt, claimedAt } of keys) {
    for (const guid of guids) expect(await store.inbox.find(app, guid)).toMatchObject({ state: 'done' })
    expect(claimedAt).toBeGreaterThanOrEqual(deliveredAt)
  }
}

function aKey(number: number): Key {
  return {
    number,
    guids: [],
    lease: null,
    isLapsed: false,
    lost: null,
    isPending: false,
    deliveredAt: -1,
    claimedAt: -1,
  }
}

async function take({ inbox, jobs }: Store, keys: readonly Key[], one: Step, time: number): Promise<void> {
  if (one.kind === 'recover') {
    await jobs.recoverExpired()
    for (const each of keys) if (each.isLapsed) loseLease(each, true)
    return
  }
  if (one.kind === 'retry dead') {
    await jobs.retryDead(null)
    for (const each of keys) await learnPending(jobs, each)
    return
  }
  if (!('key' in one)) return
  const known = keys[one.key] as Key
  switch (one.kind) {
    case 'accept': {
      const guid = one.isRepeated ? known.guids.at(-1) : undefined
      const job = aReview(known.number, { lane: lanes[one.lane] ?? 'sweep', cancelsActive: 'superseded' })
      const fresh = `${known.number}/${known.guids.length}` as DeliveryGuid
      const acceptance = await accepted(inbox, aDelivery(guid ?? fresh), job)
      expect(acceptance.kind).toMatch(guid === undefined ? /^stored$/ : /^(?:known|revived)$/)
      if (acceptance.kind === 'known') return
      if (guid === undefined) known.guids.push(fresh)
      const wasPending = known.isPending
      known.isPending = true
      known.deliveredAt = time
      // One that was taken in as it was gives no entry: the row has its own.
      if ('entry' in acceptance && known.lease !== null) expect(acceptance.entry).toBe(null)
      else if ('entry' in acceptance && !wasPending) expect(acceptance.entry).not.toBe(null)
      return
    }
    case 'claim':
      return claim(jobs, known, time)
    case 'lapse':
      if (known.lease === null) return
      expect(await jobs.renew([known.lease], 0)).toMatchObject([{ isHeld: true }])
      known.isLapsed = true
      return
    case 'renew':
      if (known.lease === null) return
      expect(await jobs.renew([known.lease], longMs)).toMatchObject([{ isHeld: true }])
      known.isLapsed = false
      return
    case 'late write':
      if (known.lost === null) return
      expect(await jobs.finish(known.lost, 'Late.')).toEqual({ isHeld: false, next: null })
      return
    default:
      return end(jobs, known, one.kind)
  }
}

async function claim(jobs: Store['jobs'], known: Key, time: number): Promise<void> {
  const rows = await rowsOf(jobs, known)
  const row = rows.find(({ state }) => state !== 'active') ?? rows[0]
  if (row === undefined) return
  const answer = await jobs.claim(row.id, 'w', longMs)
  if (row.state === 'active') expect(answer.kind).toBe(known.isLapsed ? 'claimed' : 'held')
  else if (known.lease !== null) expect(answer.kind).toBe('behind-another')
  else expect(answer.kind).toBe((row.notBefore ?? 0) > Date.now() ? 'parked' : 'claimed')
  if (answer.kind !== 'claimed') return
  if (row.state === 'active') loseLease(known, false)
  else known.isPending = false
  known.lease = answer.lease
  known.claimedAt = time
}

async function end(jobs: Store['jobs'], known: Key, how: string): Promise<void> {
  const { lease } = known
  if (lease === null) return
  const ended = await endLease(jobs, lease, how)
  expect(ended.isHeld).toBe(true)
  const wasPending = known.isPending
  expect(ended.next !== null).toBe(wasPending)
  const isOver = how === 'finish' || how === 'cancel' || ('state' in ended && ended.state === 'dead')
  loseLease(known, !isOver)
}

function endLease(jobs: Store['jobs'], lease: Lease, how: string): Promise<Ended> {
  switch (how) {
    case 'finish':
      return jobs.finish(lease, 'Done.')
    case 'cancel':
      return jobs.cancel(lease, 'superseded')
    case 'park':
      return jobs.park(lease, 1, 'Parked.')
    case 'park until later':
      return jobs.park(lease, Date.now() + longMs, 'Parked.')
    case 'fail':
      return jobs.fail(lease, { reason: 'It broke.', retryAt: 1, attemptsMax: 2 })
    default:
      return jobs.handBack(lease)
  }
}

function loseLease(known: Key, isRequeued: boolean): void {
  known.lost = known.lease
  known.lease = null
  known.isLapsed = false
  if (isRequeued) known.isPending = true
}

async function learnPending(jobs: Store['jobs'], known: Key): Promise<void> {
  known.isPending = (await rowsOf(jobs, known)).some(({ state }) => state !== 'active')
}

async function rowsOf(jobs: Store['jobs'], { number }: Key) {
  const { key: name } = aReview(number)
  return (await jobs.list(['waiting', 'parked', 'active'], 1_000)).filter((row) => row.key === name)
}

async function expectAgreement({ inbox, jobs }: Store, keys: readonly Key[]): Promise<void> {
  const queueable = new Set((await jobs.listQueueable(null, 1_000)).map(({ job }) => job))
  for (const known of keys) {
    const rows = await rowsOf(jobs, known)
    const active = rows.filter(({ state }) => state === 'active')
    const pending = rows.filter(({ state }) => state !== 'active')
    expect(active.map(({ id }) => id)).toEqual(known.lease === null ? [] : [known.lease.job])
    expect(pending).toHaveLength(known.isPending ? 1 : 0)
    expect(pending.map(({ id }) => queueable.has(id))).toEqual(pending.map(() => known.lease === null))
    for (const guid of known.guids) {
      const delivery = await inbox.find(app, guid)
      if (delivery?.state === 'accepted') expect(rows.length).toBeGreaterThan(0)
    }
  }
}

/** What is left is worked off, by a person too. */
async function drain({ jobs }: Store, keys: readonly Key[]): Promise<void> {
  for (const known of keys) if (known.lease !== null) await jobs.finish(known.lease, 'Done.')
  await jobs.retryDead(null)
  const pending = await jobs.list(['waiting', 'parked'], 1_000)
  for (const row of pending) {
    if (row.state === 'parked')
      await jobs.add({ ...aReview(0), key: row.key, task: row.task, lane: 'command' })
    const { lease } = (await jobs.claim(row.id, 'w', longMs)) as { lease: Lease }
    await jobs.finish(lease, 'Done.')
    const known = keys.find(({ number }) => aReview(number).key === row.key)
    if (known !== undefined) known.claimedAt = Number.POSITIVE_INFINITY
  }
}
