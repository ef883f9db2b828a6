/** What was told while the store could not be reached, as it stands in the spool: small, bounded, without secrets. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type AlertInstance, alertKey, alertSeverities } from '../../domain/alert/alert.ts'
import type { Notification } from '../../domain/notification/notification.ts'
import { pageOf } from '../incidents/render-messages.ts'

const Text = z.string().max(1_000)
const Sent = z.object({ notifier: Text, dedupeKey: Text, at: z.number(), reference: Text.nullable() })

export const EmergencyPage = z.object({
  /** Of the alert, whoever evaluates it. */
  key: z.string().regex(/^[0-9a-f]{16}$/),
  alert: Text,
  severity: z.enum(alertSeverities),
  summary: Text,
  firingAt: z.number(),
  /** 0: the first page. */
  repeats: z.int().min(0),
  lastPagedAt: z.number(),
  /** Under which its end is told too. */
  sent: z.array(Sent).max(1_000),
  acknowledgedBy: Text.nullable(),
  /** Null while it fires. */
  endedAt: z.number().nullable(),
  /** Since when nobody says that it fires, without saying that it ended. */
  missingSince: z.number().nullable(),
})
export type EmergencyPage = z.infer<typeof EmergencyPage>

export const Spool = z.object({ version: z.literal(1), pages: z.array(EmergencyPage).max(200) })

export function keyOfAlert(alert: Pick<AlertInstance, 'alert' | 'labels'>): string {
  return createHash('sha256').update(alertKey(alert)).digest('hex').slice(0, 16)
}

export function newPage(alert: AlertInstance, now: number): EmergencyPage {
  return {
    key: keyOfAlert(alert),
    alert: alert.alert.slice(0, 200),
    severity: alert.severity,
    summary: alert.summary.slice(0, 500),
    firingAt: alert.firingAt,
    repeats: 0,
    lastPagedAt: now,
    sent: [],
    acknowledgedBy: null,
    endedAt: null,
    missingSince: null,
  }
}

/** The same alert makes the same thread and the same keys in every process: the other side folds them. */
export function renderEmergency(
  page: EmergencyPage,
  kind: 'page' | 'acknowledged' | 'ended',
  link: string | null = null,
): Notification {
  const { key, alert, severity, summary, firingAt, repeats, acknowledgedBy } = page
  const part = kind === 'page' ? String(repeats) : kind
  const text = {
    page: [
      summary,
      '',
      'The store of the service cannot be reached, so this page comes without an incident. It is written down when the store is back.',
      `Since ${new Date(firingAt).toISOString()}.`,
      ...(repeats === 0
        ? []
        : [`Told ${repeats} ${repeats === 1 ? 'time' : 'times'} before; nobody has answered.`]),
      `Look it up with: autogen-bot runbook show ${pageOf(alert)}`,
    ].join('\n'),
    acknowledged: `Answered by ${acknowledgedBy ?? 'somebody'}.`,
    ended:
      page.endedAt === null
        ? 'The store can be reached again. What still fires goes on as an incident, which tells of itself.'
        : `Over since ${new Date(page.endedAt).toISOString()}.`,
  }[kind]
  return {
    dedupeKey: `emergency/${key}/${firingAt}/${part}`,
    thread: `alert-${key}`,
    kind,
    severity,
    title: kind === 'page' ? `${alert}: ${summary}`.slice(0, 200) : `${alert} (emergency page)`,
    text,
    incident: null,
    links: link === null ? [] : [{ title: 'Acknowledge', url: link }],
    to: { kind: 'on-call', level: 0 },
  }
}

/** What two processes over one data folder know of the same page. */
export function mergePages(own: EmergencyPage, other: EmergencyPage): EmergencyPage {
  if (own.firingAt !== other.firingAt) return own.firingAt > other.firingAt ? own : other
  const newer = other.repeats > own.repeats ? other : own
  const all = [...own.sent, ...other.sent]
  return {
    ...newer,
    sent: [...new Map(all.map((one) => [`${one.notifier} ${one.dedupeKey}`, one])).values()].slice(-1_000),
    acknowledgedBy: own.acknowledgedBy ?? other.acknowledgedBy,
  }
}
