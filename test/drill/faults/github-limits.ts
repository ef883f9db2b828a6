import type { Fault } from '../fault.ts'
import { plenty } from '../stage.ts'

/** The hour's budget is used up: the host says 403 and "API rate limit exceeded" to everything. */
export const githubLimits: Fault = {
  name: 'GitHub 403 limits',
  alert: 'GitHubBudgetLow',
  severity: 'P3',
  consequences: ['QueueStuck', 'QueueBacklog', 'ReconcilerStale'],
  inject: async ({ github }) => github.limits.set({ corePerHour: 3 }),
  mend: async ({ github }) => github.limits.set({ corePerHour: plenty.corePerHour }),
}
