import type { Fault } from '../fault.ts'

/** The host says 403 and "API rate limit exceeded" to everything, as it does when the hour's budget is gone. */
export const githubLimits: Fault = {
  name: 'GitHub 403 limits',
  alert: 'GitHubBudgetLow',
  severity: 'P3',
  consequences: ['QueueStuck', 'QueueBacklog', 'ReconcilerStale'],
  inject: async ({ github }) =>
    github.faults.set({ kind: 'primary-limit', path: /^\/(?!git)/, retryAfterS: 60 }),
  mend: async ({ github }) => github.faults.clear(),
}
