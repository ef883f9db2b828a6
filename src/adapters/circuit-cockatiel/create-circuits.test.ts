/** Circuit breakers of several processes, over a real store. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDatabase } from '../../../test/world/postgres.ts'
import type { Circuits } from '../../ports/circuit/circuit.ts'
import { silentLog } from '../../ports/log/silent-log.ts'
import type { Store } from '../../ports/store/store.ts'
import { openStore } from '../postgres/open-store.ts'
import type { BreakerRules } from './breaker-rules.ts'
import { createCircuits } from './create-circuits.ts'

const name = { kind: 'dependency', subject: 'github:main' } as const
const repository = { kind: 'repository', subject: 'main/21' } as const

let stores: Store[] = []
let drop = async () => {}
let open: (rules?: BreakerRules) => Promise<Circuits>

beforeEach(async () => {
  const database = await createDatabase()
  open = async (rules) => {
    const store = await openStore({ connection: database.config, log: silentLog })
    stores.push(store)
    return createCircuits({
      rows: store.circuits,
      log: silentLog,
      ...(rules === undefined ? {} : { rules }),
    })
  }
  drop = database.drop
})

afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()))
  stores = []
  await drop()
})

function rulesOf(openMs: number, probeMsMax = 60_000): BreakerRules {
  const rule = { failuresMax: 2, openMs, openMsMax: openMs * 4, probeMsMax }
  return { dependency: rule, repository: rule }
}

async function fail(circuits: Circuits, times: number, of: Parameters<Circuits['admit']>[0] = name) {
  for (let n = 1; n < times; n += 1) await circuits.failed(of, `Failure ${n}.`)
  return circuits.failed(of, `Failure ${times}.`)
}

async function untilAdmitted(circuits: Circuits): Promise<void> {
  const end = performance.now() + 10_000
  while ((await circuits.admit(name)).kind !== 'admitted') {
    if (performance.now() > end) throw new Error('never admitted')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

test('a dependency opens after five failures in a row for 30 s, a repository after three for 5 min', async () => {
  const circuits = await open()
  expect(await fail(circuits, 4)).toMatchObject({ state: 'closed', failures: 4, openUntil: null })
  await circuits.succeeded(name)
  expect(await fail(circuits, 4)).toMatchObject({ state: 'closed', failures: 4 })
  const opened = await circuits.failed(name, 'The last straw.')
  expect(opened).toMatchObject({ state: 'open', reason: 'The last straw.' })
  expect((opened.openUntil ?? 0) - opened.changedAt).toBe(30_000)
  const other = await fail(circuits, 3, repository)
  expect((other.openUntil ?? 0) - other.changedAt).toBe(300_000)
})

test('all processes agree that it is open, and until when', async () => {
  const [one, two] = [await open(), await open()]
  expect(await two.admit(name)).toEqual({ kind: 'admitted' })
  const { openUntil } = await fail(one, 5)
  expect(await two.admit(name)).toEqual({ kind: 'refused', until: openUntil, reason: 'Failure 5.' })
  expect(await two.list()).toMatchObject([{ name, state: 'open', openUntil }])
  // Calls that were admitted before it opened neither close it nor make it worse.
  await two.succeeded(name)
  expect(await two.failed(name, 'Late.')).toMatchObject({ state: 'open', openUntil, reason: 'Failure 5.' })
})

test('of twenty that ask one may try; its success closes the breaker for all', async () => {
  const processes = [await open(rulesOf(1)), await open(rulesOf(1)), await open(rulesOf(1))]
  const [one] = processes as [Circuits]
  const { openUntil } = await fail(one, 2)
  await untilTime(openUntil ?? 0)
  const asked = Array.from({ length: 20 }, async (_, n) => {
    const circuits = processes[n % 3] as Circuits
    return { circuits, admission: await circuits.admit(name) }
  })
  const admitted = (await Promise.all(asked)).filter(({ admission }) => admission.kind === 'admitted')
  expect(admitted).toHaveLength(1)
  expect(await one.list()).toMatchObject([{ state: 'half-open' }])
  const bystander = processes.find((each) => each !== admitted[0]?.circuits)
  await bystander?.succeeded(name)
  expect(await one.list()).toMatchObject([{ state: 'half-open' }])
  await admitted[0]?.circuits.succeeded(name)
  expect(await one.list()).toMatchObject([{ state: 'closed', failures: 0 }])
  expect(await one.admit(name)).toEqual({ kind: 'admitted' })
})

test('each probe that fails opens it for twice as long, up to a bound', async () => {
  const circuits = await open(rulesOf(20))
  let last = await fail(circuits, 2)
  const times = [(last.openUntil ?? 0) - last.changedAt]
  for (let n = 0; n < 4; n += 1) {
    await untilAdmitted(circuits)
    last = await circuits.failed(name, 'Still.')
    expect(last.state).toBe('open')
    times.push((last.openUntil ?? 0) - last.changedAt)
  }
  expect(times).toEqual([20, 40, 80, 80, 80])
})

test('a probe whose process died is replaced', async () => {
  const [dying, other] = [await open(rulesOf(1, 30)), await open(rulesOf(1, 30))]
  await fail(dying, 2)
  await untilAdmitted(dying)
  await untilAdmitted(other)
  await other.succeeded(name)
  expect(await other.list()).toMatchObject([{ state: 'closed' }])
})

test('fifty failures at once are all counted, and open it once', async () => {
  const processes = [await open(), await open()]
  const circuits = await Promise.all(
    Array.from({ length: 50 }, (_, n) => (processes[n % 2] as Circuits).failed(name, `Failure ${n}.`)),
  )
  expect(circuits.filter(({ state }) => state === 'closed')).toHaveLength(4)
  expect(new Set(circuits.map(({ openUntil }) => openUntil)).size).toBe(2)
})

test('a person resets it', async () => {
  const circuits = await open()
  await fail(circuits, 5)
  expect(await circuits.reset(name)).toBe(true)
  expect(await circuits.reset(name)).toBe(false)
  expect(await circuits.admit(name)).toEqual({ kind: 'admitted' })
})

/** By the store's clock. */
async function untilTime(time: number): Promise<void> {
  const [store] = stores
  if (store === undefined) throw new Error('no store')
  for (;;) {
    const { now } = await store.circuits.read(name)
    if (now > time) return
  }
}
