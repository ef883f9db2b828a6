/** What `autogen-bot service show` says: a pure function from the record to text. */
import type { ServiceDescription } from '../../app/service/describe-service.ts'
import type { EscalationRule, ServiceRecord } from '../../config/service/service-record.ts'
import { printable } from '../../domain/text/printable.ts'

const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const thirtyDaysMinutes = 30 * 24 * 60

export function renderService({ record, isBusinessHour, nextOpening, gaps }: ServiceDescription): string {
  const { name, tier, slo, owners, businessHours: hours, dashboardUrl } = record
  const budget = thirtyDaysMinutes * (1 - slo.availability)
  const now = isBusinessHour ? 'open now' : `closed now, opens ${timeText(nextOpening)}`
  const lines = [
    `${name}, tier ${tier}${tier === 2 ? ' (business critical)' : ''}`,
    `owners       ${owners.join(', ') || 'none'}`,
    `promise      ${percent(slo.availability)} of 30 days (${budget.toFixed(1)} min may be lost), back within ${lengthText(slo.recoveryTimeMsMax)}, at most ${lengthText(slo.recoveryPointMsMax)} of data lost`,
    `dashboard    ${dashboardUrl ?? 'none'}`,
    `hours        ${hours.days.map((day) => dayNames[day - 1]).join(' ')} ${hours.from}-${hours.to} ${hours.timeZone}; ${now}`,
    ...peopleLines(record),
    ...(['P1', 'P2', 'P3'] as const).map((severity) => ruleLine(severity, record.escalationRules[severity])),
    ...gaps.flatMap(({ missing, remedy }) => [`MISSING      ${missing}`, `             ${remedy}`]),
  ]
  return `${lines.map((line) => printable(line)).join('\n')}\n`
}

function peopleLines({ escalation, contacts }: ServiceRecord): readonly string[] {
  return [
    ...escalation.map((level, at) => `level ${at}      ${level.name}: ${level.contacts.join(', ')}`),
    ...contacts.map(({ name, role, email, phone, notifiers }) => {
      const ways = [phone, email, ...notifiers.map((notifier) => `by ${notifier}`)].filter(
        (way) => way !== null,
      )
      return `contact      ${name}${role === '' ? '' : ` (${role})`}: ${ways.join(', ')}`
    }),
  ]
}

function ruleLine(severity: string, rule: EscalationRule): string {
  const words = [
    rule.levelsAtOnce === 1 ? 'calls the first level' : `calls ${rule.levelsAtOnce} levels at once`,
    severity === 'P1' ? 'the engineering manager in any case' : null,
    rule.isInBusinessHoursOnly ? 'in business hours' : 'at any time',
    rule.nextLevelAfterMs === null ? null : `the next level after ${lengthText(rule.nextLevelAfterMs)}`,
    rule.repeatPageEveryMs === null
      ? null
      : `again every ${lengthText(rule.repeatPageEveryMs)} until somebody answers`,
  ]
  return `${severity}           ${words.filter((word) => word !== null).join(', ')}`
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(4))} %`
}

function lengthText(ms: number): string {
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000} h`
  return ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1_000} s`
}

function timeText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
