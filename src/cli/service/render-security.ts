/** What `autogen-bot security` says: pure functions from facts to text. The facts are an attacker's own words. */
import type { SecurityEvent } from '../../app/service/operate/security.ts'
import { printable } from '../../domain/text/printable.ts'

/** @param last how far back was looked, as it was asked */
export function renderSecurityEvents(events: readonly SecurityEvent[], last: string): string {
  if (events.length === 0) return `Nobody has tried anything in the last ${last}.\n`
  const counts = [...Map.groupBy(events, ({ kind }) => kind)].map(([kind, some]) => `${some.length} ${kind}`)
  return `${[`${counts.join(', ')}:`, ...events.map(lineOf)].join('\n')}\n`
}

function lineOf({ kind, app, at, detail }: SecurityEvent): string {
  const facts = Object.entries({ ...(app === null ? {} : { app }), ...detail })
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${printable(name)} ${printable(value)}`)
  return `${new Date(at).toISOString()}  ${kind.padEnd(18)}  ${facts.join(', ')}`.trimEnd()
}
