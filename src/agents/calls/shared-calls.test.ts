/** Calls of two processes over one store: what one has paid for or found broken, the other knows. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDatabase } from '../../../test/world/postgres.ts'
import { until } from '../../../test/world/until.ts'
import { createCircuits } from '../../adapters/circuit-cockatiel/create-circuits.ts'
import { openStore } from '../../adapters/postgres/open-store.ts'
import { silentLog } from '../../ports/log/silent-log.ts'
import type { ModelClient } from '../../ports/model/model.ts'
import type { Store } from '../../ports/store/store.ts'
import type { ToolBox } from '../tools/tool-box.ts'
import { aCall, callsWorld, forever } from './fixtures/calls-world.ts'
import { scriptedClient } from './fixtures/scripted-client.ts'

let stores: Store[] = []
let drop = async () => {}
let aProcess: (clients: readonly ModelClient[]) => Promise<ReturnType<typeof callsWorld>>

beforeEach(async () => {
  const database = await createDatabase()
  drop = database.drop
  aProcess = async (clients) => {
    const store = await openStore({ connection: database.config, log: silentLog, poolMax: 4 })
    stores.push(store)
    const { modelLedger: ledger, agentMemory: memory } = store
    const circuits = createCircuits({ rows: store.circuits, log: silentLog })
    return callsWorld(clients, { ledger, memory, circuits })
  }
})

afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()))
  stores = []
  await drop()
})

const counting: ToolBox = {
  descriptions: [{ name: 'count', about: 'Counts.', parameters: { type: 'object' } }],
  run: async ({ id, name }) => ({ id, name, text: 'two' }),
}
const toolTurn = { tools: [{ id: 'a', name: 'count', parameters: { of: [1, { b: 2, a: 1 }] } }] }
const four = { value: { sum: 4 } }

test('a conversation that was cut off goes on where it was, and pays for the rest alone', async () => {
  const dying = scriptedClient('one/large', toolTurn, 'silence')
  const first = await aProcess([dying])
  first.calls.ask(aCall({ tools: counting }), forever).catch(() => {})
  await until(() => dying.asked.length === 2)

  const other = scriptedClient('one/large', four)
  const second = await aProcess([other])
  const answered = await second.calls.ask(aCall({ tools: counting }), forever)
  expect(answered).toMatchObject({ ok: true, value: { value: { sum: 4 } } })
  expect(other.asked.map(({ messages }) => messages.length)).toEqual([3])
  // What the dead one has under way counts with the most that it may take.
  const { tokens } = await second.parts.ledger.usedInDay(second.clock.now)
  expect(tokens).toBeGreaterThan(240 + 1_000)
  // When the review is over it is known to be lost. Its cost is that of both.
  const usage = await second.calls.usage()
  expect(usage).toMatchObject({ calls: 3, estimated: 1, remembered: 1, tokens: { output: 40 } })
  expect(usage.tokens.input).toBeGreaterThan(200 + 20)
  const later = await second.parts.ledger.usedInDay(second.clock.now)
  expect(later).toEqual({ tokens: usage.tokens.input + 40, microDollars: usage.costMicroDollars })
})

test('a provider that one has found broken is not asked by the other', async () => {
  const first = await aProcess([scriptedClient('one/large', { fails: 'timed-out' })])
  await first.calls.ask(aCall(), forever)
  await first.calls.ask(aCall({ system: 'Task: propose\nAgain.' }), forever)
  const [avoided, asked] = [scriptedClient('one/large', four), scriptedClient('two/small', four)]
  const second = await aProcess([avoided, asked])
  expect(await second.calls.ask(aCall(), forever)).toMatchObject({ ok: true, value: { model: 'two/small' } })
  expect(avoided.asked).toEqual([])
})
