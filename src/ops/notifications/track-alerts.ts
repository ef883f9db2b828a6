/** Which emergency pages there are after one more look at the alerts: what is new, due again, missing, over. */
import type { ServiceRecord } from '../../config/service/service-record.ts'
import type { AlertInstance } from '../../domain/alert/alert.ts'
import { type EmergencyPage, keyOfAlert, newPage } from './emergency-page.ts'

export type EmergencyPages = ReadonlyMap<string, EmergencyPage>

export const pagesMax = 100
/** An evaluator that was started again does not know at first what fires. */
const missingMsMax = 120_000

export function trackAlerts(
  pages: EmergencyPages,
  alerts: readonly AlertInstance[],
  rules: ServiceRecord['escalationRules'],
  now: number,
): EmergencyPages {
  // What waits for business hours waits for the store too.
  const urgent = new Map(
    alerts.filter(({ severity }) => severity !== 'P3').map((alert) => [keyOfAlert(alert), alert]),
  )
  const next = new Map(pages)
  for (const [key, page] of pages) next.set(key, seen(page, urgent.get(key) ?? null, rules, now))
  for (const [key, alert] of urgent) {
    if (alert.resolvedAt !== null) continue
    const known = pages.get(key)
    const isNew = known === undefined || (known.endedAt !== null && alert.firingAt > known.endedAt)
    if (isNew && (known !== undefined || next.size < pagesMax)) next.set(key, newPage(alert, now))
  }
  return next
}

function seen(
  page: EmergencyPage,
  alert: AlertInstance | null,
  rules: ServiceRecord['escalationRules'],
  now: number,
): EmergencyPage {
  if (page.endedAt !== null) return page
  if (alert === null) {
    const missingSince = page.missingSince ?? now
    return { ...page, missingSince, endedAt: now - missingSince > missingMsMax ? missingSince : null }
  }
  if (alert.resolvedAt !== null) return { ...page, endedAt: alert.resolvedAt }
  const firing = { ...page, missingSince: null }
  const everyMs = rules[page.severity].repeatPageEveryMs
  const isDue = page.acknowledgedBy === null && everyMs !== null && now - page.lastPagedAt >= everyMs
  return isDue ? { ...firing, repeats: page.repeats + 1, lastPagedAt: now } : firing
}
