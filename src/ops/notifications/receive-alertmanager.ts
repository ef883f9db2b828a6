/**
 * What Alertmanager sends (webhook, version 4), as alerts of ours. Labels and annotations are whatever somebody's rules
 * and targets put there: bounded here, cleaned of what nobody sees, and escaped by whoever shows them.
 */
import { z } from 'zod'
import { type AlertInstance, type AlertSeverity, alertSeverities } from '../../domain/alert/alert.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import { checkShape } from '../../domain/shape/check-shape.ts'
import { printable } from '../../domain/text/printable.ts'

const alertsMax = 500
const labelsMax = 64
const labelMax = 500
const summaryMax = 500

/** Also the name of a page: nothing that could lead out of a folder. */
const AlertName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/)
const Texts = z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_.]{0,127}$/), z.string().max(10_000))
const Time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))

const ReceivedAlert = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: Texts.refine((labels) => Object.keys(labels).length <= labelsMax, 'too many labels'),
  annotations: Texts.default({}),
  startsAt: Time,
  endsAt: Time.optional(),
})

const Payload = z.object({
  version: z.literal('4'),
  truncatedAlerts: z.int().min(0).default(0),
  alerts: z.array(z.unknown()).max(alertsMax),
})

export interface ReceivedAlerts {
  readonly alerts: readonly AlertInstance[]
  /** Those that are none of ours, or are not what they should be: how many, and the first reason. */
  readonly leftOut: { readonly count: number; readonly reason: string | null }
  /** Alertmanager itself left out so many. */
  readonly truncated: number
}

export interface AlertmanagerProblem {
  readonly message: string
}

/** @param now for alerts that say they end in the future: those still fire */
export function readAlertmanager(
  payload: unknown,
  now: number,
): Outcome<ReceivedAlerts, AlertmanagerProblem> {
  const read = checkShape(Payload, payload)
  if (read?.success !== true) return fail({ message: `Not a webhook of version 4: ${wordsOf(read?.error)}.` })
  const alerts: AlertInstance[] = []
  let count = 0
  let reason: string | null = null
  for (const one of read.data.alerts) {
    const alert = readAlert(one, now)
    if (typeof alert === 'string') {
      count += 1
      reason ??= alert
    } else if (alert !== null) alerts.push(alert)
  }
  return succeed({ alerts, leftOut: { count, reason }, truncated: read.data.truncatedAlerts })
}

/** @returns a sentence for what is not an alert; null for one that only shows that the watch lives */
function readAlert(value: unknown, now: number): AlertInstance | string | null {
  const read = checkShape(ReceivedAlert, value)
  if (read?.success !== true) return wordsOf(read?.error)
  const { status, labels, annotations, startsAt, endsAt } = read.data
  const { alertname, severity: written = '', ...rest } = labels
  const name = AlertName.safeParse(alertname)
  if (!name.success) return 'alertname is not the name of an alert'
  if (written === 'none') return null
  const hasEnded = status === 'resolved' || (endsAt !== undefined && endsAt > 0 && endsAt <= now)
  return {
    alert: name.data,
    severity: severityOf(written),
    labels: Object.fromEntries(Object.entries(rest).map(([key, text]) => [key, cut(text, labelMax)])),
    summary: cut(annotations.summary ?? annotations.description ?? name.data, summaryMax),
    value: numberIn(annotations.value),
    // Alertmanager tells only when it began to fire.
    activeAt: startsAt,
    firingAt: startsAt,
    resolvedAt: hasEnded ? (endsAt ?? now) : null,
    source: 'alertmanager',
  }
}

/** Our own words, and those that most rule files use. What nobody knows may wait until somebody looks. */
function severityOf(written: string): AlertSeverity {
  const own = alertSeverities.find((one) => one === written.toUpperCase())
  if (own !== undefined) return own
  if (/^(?:critical|page|emergency)$/i.test(written)) return 'P1'
  return /^(?:error|high|major)$/i.test(written) ? 'P2' : 'P3'
}

function cut(text: string, max: number): string {
  const clean = printable(text.slice(0, max).replaceAll(/\s+/g, ' ').trim())
  return clean.length <= max ? clean : `${clean.slice(0, max - 1)}…`
}

function numberIn(text: string | undefined): number | null {
  const number = Number(text ?? '')
  return text === undefined || text.trim() === '' || !Number.isFinite(number) ? null : number
}

/** The place and what is wrong there; never a value. */
function wordsOf(error: z.ZodError | undefined): string {
  const first = error?.issues[0]
  return first === undefined
    ? 'it is not readable'
    : `${printable(first.path.join('.')) || 'it'}: ${first.code}`
}

export interface ReceiveAlertmanagerParts {
  readonly receive: (alerts: readonly AlertInstance[]) => Promise<void>
  readonly now: () => number
}

/** The use case: what was read goes where the evaluator's own alerts go. @throws StoreUnavailable */
export function createReceiveAlertmanager({ receive, now }: ReceiveAlertmanagerParts) {
  return async (payload: unknown): Promise<Outcome<ReceivedAlerts, AlertmanagerProblem>> => {
    const read = readAlertmanager(payload, now())
    if (read.ok && read.value.alerts.length > 0) await receive(read.value.alerts)
    return read
  }
}
