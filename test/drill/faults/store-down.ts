import type { Fault } from '../fault.ts'

export const storeDown: Fault = {
  name: 'store down',
  alert: 'VitalDependencyDown',
  severity: 'P2',
  consequences: [
    'ServiceDown',
    'ErrorRateCritical',
    'ErrorRateHigh',
    'ErrorBudgetBurnFast',
    'ErrorBudgetBurnSlow',
    'ResponseTimeCritical',
    'ResponseTimeDegraded',
    'ReconcilerStale',
    'ComponentFailed',
    'QueueStuck',
  ],
  inject: async ({ store }) => store.cut(),
  mend: async ({ store }) => store.mend(),
}
