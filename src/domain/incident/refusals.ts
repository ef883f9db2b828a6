/** How a refusal is said. */
import { fail } from '../outcome.ts'
import type { Incident } from './incident.ts'
import type { IncidentRefusal } from './incident-command.ts'

export function refuse(kind: IncidentRefusal['kind'], message: string, remedy: string) {
  return fail<IncidentRefusal>({ kind, message, remedy })
}

export function wrongState({ id, state }: Incident, why: string, next: string) {
  return refuse(
    'wrong-state',
    `Incident ${id} is ${state}. ${why}`,
    `Next would be "autogen-bot incident ${next}".`,
  )
}
