/** An emergency page as the store should have it: what was sent as sent, its end as still to be told, one journal entry. */
import { itself } from '../../domain/actor/actor.ts'
import type { Journal } from '../../ports/store/journal.ts'
import type { Notifications } from '../../ports/store/notifications.ts'
import { type EmergencyPage, renderEmergency } from './emergency-page.ts'

export interface StoreThatIsBack {
  readonly notifications: Pick<Notifications, 'recordSent' | 'add'>
  readonly journal: Pick<Journal, 'append'>
}

/** Twice is as good as once, but for the journal. @throws StoreUnavailable */
export async function writeDownEmergency(
  page: EmergencyPage,
  { notifications, journal }: StoreThatIsBack,
  now: number,
): Promise<void> {
  const { alert, severity, summary, firingAt, endedAt, repeats, acknowledgedBy } = page
  const told = renderEmergency(page, 'page')
  const sent = page.sent.map(({ notifier, dedupeKey, reference }) => ({
    notifier,
    notification: { ...told, dedupeKey },
    reference,
  }))
  await notifications.recordSent(sent, now)
  const ended = renderEmergency(page, 'ended')
  const notifiers = [...new Set(page.sent.map(({ notifier }) => notifier))]
  const rows = notifiers.map((notifier) => ({ notifier, notification: ended }))
  await notifications.add(rows, now)
  await journal.append({
    at: now,
    actor: itself,
    action: 'emergency.paged',
    subject: `alert ${alert}`,
    incident: null,
    detail: {
      severity,
      summary,
      firingAt,
      endedAt,
      repeats,
      acknowledgedBy,
      notifiers,
      messages: page.sent.length,
    },
  })
}
