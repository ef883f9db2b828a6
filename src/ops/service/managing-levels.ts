/** Where in the escalation the engineering manager stands, who hears of a P1 at once (R145). */
import type { ServiceRecord } from '../../config/service/service-record.ts'

export const managerRole = 'engineering-manager'

/** @returns levels on which somebody has the role, however people write it: `Engineering manager` */
export function managingLevels({
  contacts,
  escalation,
}: Pick<ServiceRecord, 'contacts' | 'escalation'>): readonly number[] {
  const managers = contacts.filter(({ role }) => wordsOf(role) === managerRole).map(({ name }) => name)
  return escalation.flatMap((level, at) =>
    level.contacts.some((name) => managers.includes(name)) ? [at] : [],
  )
}

function wordsOf(role: string): string {
  return (
    role
      .toLowerCase()
      .match(/[a-z]+/g)
      ?.join('-') ?? ''
  )
}
