/** Providers of language models, what they have cost today, and what is kept of their answers. */
import { modelCircuit } from '../../../agents/calls/model-circuit.ts'
import { dayBudget } from '../../../ops/costs/cost-report.ts'
import type { DependencyCheck } from '../../../ops/dependencies/look-at-dependencies.ts'
import { readStoredSwitches, switchesSetting } from '../../../ops/mitigations/stored-switches.ts'
import { unsettledMsMax } from '../../../ports/store/model-ledger.ts'
import type { Duty } from '../../../work/lead.ts'
import type { Backbone } from '../backbone.ts'
import { clock } from '../open-backbone.ts'

const dayMs = 86_400_000
/** An answer that nobody used for so long belongs to a pull request that is over. */
const answersKeptMs = 14 * dayMs
/** A year can be compared with the one before. */
const callsKeptMs = 400 * dayMs
const forgetEveryMs = 6 * 3_600_000
const giveUpEveryMs = 60_000
const lookMsMax = 3_000

/**
 * Nobody is asked anything, because that would have to be paid: a provider is as well as the last requests to it, which
 * its breaker knows for all processes. While none is made on purpose it is nobody's trouble.
 */
export function modelChecks({ config, circuits, store }: Backbone): readonly DependencyCheck[] {
  return config.models.providers.map(({ name }) => {
    const { kind, subject } = modelCircuit(name)
    return {
      name: subject,
      criticality: 'component',
      timeMsMax: lookMsMax,
      look: async () => {
        const { switches } = readStoredSwitches(await store.settings.read(switchesSetting))
        if (switches.isAnalysersOnly) return { ok: true, note: 'It is not asked: analysers only.' }
        const known = await circuits.list()
        const circuit = known.find((one) => one.name.kind === kind && one.name.subject === subject)
        if (circuit === undefined || circuit.state === 'closed') return { ok: true, note: null }
        return { ok: false, reason: circuit.reason ?? 'Its last requests failed.' }
      },
    }
  })
}

/** Nothing is shown where no model is configured. */
export async function showModelBudget({ config, store, meter }: Backbone): Promise<void> {
  if (config.models.providers.length === 0) return
  const { share } = await dayBudget(store.modelLedger, config.models.budget.day, clock.now())
  meter.set('autogen_model_budget_used_ratio', share ?? 0)
}

/** What a process had under way when it died: a provider may be paid for it. */
export function lostCallsDuty({ store, log }: Pick<Backbone, 'store' | 'log'>): Duty {
  async function run(): Promise<void> {
    const now = clock.now()
    const calls = await store.modelLedger.giveUp({ reservedBefore: now - unsettledMsMax }, now)
    if (calls > 0) log.warn({ calls }, 'calls of models that nobody settled are counted with their prompts')
  }
  return { name: 'lost-model-calls', everyMs: giveUpEveryMs, run }
}

export function modelDuty({ store, log }: Pick<Backbone, 'store' | 'log'>): Duty {
  async function run(): Promise<void> {
    const now = clock.now()
    const answers = await store.agentMemory.forgetUnusedSince(now - answersKeptMs)
    const calls = await store.modelLedger.forgetBefore(now - callsKeptMs)
    if (answers + calls > 0) log.info({ answers, calls }, 'old answers and calls of models forgotten')
  }
  return { name: 'models', everyMs: forgetEveryMs, run }
}
