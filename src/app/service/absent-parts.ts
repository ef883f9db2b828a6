/** What stands in the API for parts that this process was started without: it says so. */
import { fail } from '../../domain/outcome.ts'
import type { Incidents } from '../../ops/incidents/incidents.ts'
import type { Runbook } from '../../ops/runbook/runbook.ts'

const noIncidents = {
  kind: 'busy',
  message: 'This process handles no incidents.',
  remedy: 'Ask a process of the role leader.',
} as const

export const absentIncidents: Incidents = {
  receive: async () => {},
  tick: async () => {},
  command: async () => fail(noIncidents),
  declare: async () => fail(noIncidents),
  list: async () => [],
  show: async () => null,
  report: async () => null,
  recoveryTimes: async () => ({ windows: [] }),
  settled: async () => {},
}

const noPage = {
  kind: 'no-such-page',
  message: 'This process has no runbook.',
  remedy: 'Use "autogen-bot runbook list" on the machine.',
} as const

export const absentRunbook: Runbook = {
  pages: [],
  find: () => null,
  ofAlert: () => null,
  plan: async () => fail(noPage),
  run: async () => fail(noPage),
  diagnose: async () => null,
  mitigate: async () => [],
  overdue: () => [],
}
