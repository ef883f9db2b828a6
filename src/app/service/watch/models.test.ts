/** Providers of models as the watch sees them, over a real store. */
import { expect, test } from 'vitest'
import { createDatabase } from '../../../../test/world/postgres.ts'
import { createCircuits } from '../../../adapters/circuit-cockatiel/create-circuits.ts'
import { createPrometheusMeter } from '../../../adapters/meter-prometheus/create-meter.ts'
import { openStore } from '../../../adapters/postgres/open-store.ts'
import { modelCircuit } from '../../../agents/calls/model-circuit.ts'
import { noModels } from '../../../config/service/models-config.ts'
import { allOff } from '../../../domain/operations/switches.ts'
import { indicators } from '../../../ops/indicators/indicators.ts'
import { switchesSetting } from '../../../ops/mitigations/stored-switches.ts'
import { silentLog } from '../../../ports/log/silent-log.ts'
import { aPlan } from '../../../ports/store/contract/model-ledger-stories.ts'
import type { Backbone } from '../backbone.ts'
import { lostCallsDuty, modelChecks, modelDuty, showModelBudget } from './models.ts'

const provider = { name: 'one', kind: 'openai', url: null, key: null, region: null, atOnceMax: 1 } as const

test('a provider that is left alone is not well, unless nobody wants it; the budget of the day is told', async () => {
  const database = await createDatabase()
  const store = await openStore({ connection: database.config, log: silentLog })
  try {
    const circuits = createCircuits({ rows: store.circuits, log: silentLog })
    const meter = createPrometheusMeter(indicators)
    const day = { tokensMax: 1_000, microDollarsMax: null }
    const models = { ...noModels, providers: [provider], budget: { ...noModels.budget, day } }
    const backbone = { config: { models }, store, circuits, meter, log: silentLog } as unknown as Backbone
    const [check] = modelChecks(backbone)
    const look = () => check?.look(new AbortController().signal)
    expect(check?.name).toBe('model/one')
    expect(await look()).toEqual({ ok: true, note: null })
    for (let n = 0; n < 5; n += 1) await circuits.failed(modelCircuit('one'), 'The key is wrong.')
    expect(await look()).toEqual({ ok: false, reason: 'The key is wrong.' })
    const switches = { ...allOff, isAnalysersOnly: true }
    await store.settings.write(switchesSetting, { switches, causes: {} })
    expect(await look()).toMatchObject({ ok: true })

    await store.modelLedger.reserve(aPlan({ at: Date.now(), tokens: 850 }), [])
    await showModelBudget(backbone)
    expect((await meter.render()).text).toContain('autogen_model_budget_used_ratio 0.85')

    const killed = aPlan({ at: Date.now() - 16 * 60_000, prompt: { tokens: 60, microDollars: 600 } })
    await store.modelLedger.reserve(killed, [])
    await lostCallsDuty(backbone).run(new AbortController().signal)
    expect((await store.modelLedger.usedInDay(Date.now())).tokens).toBe(910)

    await store.modelLedger.reserve(aPlan({ at: Date.now() - 401 * 86_400_000 }), [])
    await modelDuty(backbone).run(new AbortController().signal)
    expect(await store.modelLedger.forgetBefore(Date.now() - 400 * 86_400_000)).toBe(0)
  } finally {
    await store.close()
    await database.drop()
  }
})
