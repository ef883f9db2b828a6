import type { Fault } from '../fault.ts'

export const githubDown: Fault = {
  name: 'GitHub down',
  alert: 'VitalDependencyDown',
  severity: 'P2',
  consequences: ['QueueStuck', 'QueueBacklog', 'ReconcilerStale', 'ReviewSuccessLow', 'ComponentFailed'],
  inject: async ({ github }) => github.faults.set({ kind: 'reset' }),
  mend: async ({ github }) => github.faults.clear(),
}
