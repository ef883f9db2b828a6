import type { Outcome } from '../outcome.ts'
import type { IncidentChange } from './incident-change.ts'
import type { IncidentRefusal } from './incident-command.ts'

/** What a command makes of an incident, or why it may not. */
export type CommandOutcome = Outcome<IncidentChange, IncidentRefusal>
