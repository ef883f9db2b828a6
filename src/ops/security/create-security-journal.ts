/**
 * Writes down what only happens when somebody tries something. Anybody can make these events, as many as they like, so
 * only some of each kind are written, with the number of those that were not; the metric counts all.
 */
import type { Clock } from '../../ports/clock/clock.ts'
import type { Log } from '../../ports/log/log.ts'
import type { Meter } from '../../ports/meter/meter.ts'
import type { SecurityJournal } from '../../ports/security/security-journal.ts'
import type { SecurityEvent, SecurityEventKind, SecurityEvents } from '../../ports/store/security-events.ts'

export interface SecurityJournalParts {
  readonly security: SecurityEvents
  readonly clock: Clock
  readonly log: Log
  readonly meter: Meter
}

const windowMs = 60_000
const writtenInWindowMax = 20
const detailCharactersMax = 200

interface Window {
  beganAt: number
  written: number
  left: number
}

export function createSecurityJournal({
  security,
  clock,
  log,
  meter,
}: SecurityJournalParts): SecurityJournal {
  const windows = new Map<SecurityEventKind, Window>()
  return {
    record: ({ kind, app, detail }) => {
      meter.count('autogen_security_events_total', { kind })
      const at = clock.now()
      const window = windowOf(windows, kind, at)
      if (window.written >= writtenInWindowMax) {
        window.left += 1
        return
      }
      window.written += 1
      const facts = {
        ...bounded(detail),
        ...(window.left > 0 ? { unwrittenBefore: String(window.left) } : {}),
      }
      window.left = 0
      log.warn({ kind, app, ...facts }, 'security event')
      security.record({ kind, app, at, detail: facts }).catch((error: unknown) => {
        log.warn({ kind, error: String(error) }, 'security event could not be written down')
      })
    },
  }
}

function windowOf(windows: Map<SecurityEventKind, Window>, kind: SecurityEventKind, now: number): Window {
  const known = windows.get(kind)
  if (known !== undefined && now - known.beganAt < windowMs && now >= known.beganAt) return known
  const fresh = { beganAt: now, written: 0, left: known?.left ?? 0 }
  windows.set(kind, fresh)
  return fresh
}

function bounded(detail: SecurityEvent['detail']): SecurityEvent['detail'] {
  const entries = Object.entries(detail).map(([name, text]) => [
    name,
    text.slice(0, detailCharactersMax).toWellFormed().replaceAll('\0', '\ufffd'),
  ])
  return Object.fromEntries(entries)
}
