/** What is looked at on the first of the month: could it be restored, is the runbook true, what keeps breaking, what to buy. */
import { trendTable } from '../capacity-words.ts'
import type { IncidentFact } from '../facts.ts'
import { type Check, counted, dateText, lengthText, nothingKnown } from '../section.ts'

const dayMs = 86_400_000
const drillDaysMax = 35

export const recoveryTest: Check = {
  id: 'recovery',
  title: 'Test of the recovery',
  async look({ facts, now }) {
    const drill = await facts.lastRestoreDrill()
    if (!drill.isKnown) return nothingKnown(drill.why)
    if (drill.value === null)
      return {
        verdict: 'attention',
        found: ['No restore has ever been tried here: a backup that was never restored is a hope.'],
      }
    const { at, hasPassed, words } = drill.value
    const isOld = now - at > drillDaysMax * dayMs
    return {
      verdict: hasPassed && !isOld ? 'good' : 'attention',
      found: [
        `The last restore was tried on ${dateText(at)} and ${hasPassed ? 'passed' : 'failed'}: ${words}`,
        ...(isOld ? [`That is more than ${drillDaysMax} days ago: try again.`] : []),
      ],
    }
  },
}

export const runbookReview: Check = {
  id: 'runbook',
  title: 'Review of the runbook',
  async look({ facts, now }) {
    const pages = await facts.pages()
    if (!pages.isKnown) return nothingKnown(pages.why)
    const today = dateText(now)
    const late = pages.value.filter(({ reviewDue }) => reviewDue < today)
    const owners = [...new Set(late.map(({ owner }) => owner))]
    return {
      verdict: late.length > 0 ? 'attention' : 'good',
      found: [
        late.length === 0
          ? `All ${counted(pages.value.length, 'page')} were looked through in time.`
          : `${counted(late.length, 'page')} of ${pages.value.length} were not looked through in time; ask ${owners.join(', ')}.`,
      ],
      ...(late.length === 0
        ? {}
        : {
            table: {
              head: ['page', 'owner', 'was due'],
              rows: late.map(({ page, owner, reviewDue }) => [page, owner, reviewDue]),
            },
          }),
    }
  },
}

const monthMs = 30 * dayMs

export const incidentTrends: Check = {
  id: 'incidents',
  title: 'Incidents of the last 30 days against the 30 before',
  async look({ facts, now }) {
    const incidents = await facts.incidents(now - 2 * monthMs)
    if (!incidents.isKnown) return nothingKnown(incidents.why)
    const current = incidents.value.filter(({ onsetAt }) => onsetAt >= now - monthMs)
    const before = incidents.value.filter(({ onsetAt }) => onsetAt < now - monthMs)
    const causes = topCauses(current)
    const repeated = causes.filter(({ count }) => count > 1)
    return {
      verdict: repeated.length > 0 || current.length > before.length ? 'attention' : 'good',
      found: [
        `${counted(current.length, 'incident')}, ${before.length} in the 30 days before.`,
        ...repeated.map(({ cause, count }) => `${cause} came back ${count} times: mend it for good.`),
      ],
      table: {
        head: ['', 'last 30 days', '30 days before'],
        rows: [
          ...['P1', 'P2', 'P3'].map((severity) => [
            severity,
            String(current.filter((one) => one.severity === severity).length),
            String(before.filter((one) => one.severity === severity).length),
          ]),
          ['time to resolve (mean)', timeToResolve(current), timeToResolve(before)],
          ['time between (mean)', timeBetween(current, monthMs), timeBetween(before, monthMs)],
          ['top causes', causeText(causes), causeText(topCauses(before))],
        ],
      },
    }
  },
}

function topCauses(incidents: readonly IncidentFact[]): readonly { cause: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const { cause } of incidents) counts.set(cause, (counts.get(cause) ?? 0) + 1)
  return [...counts].map(([cause, count]) => ({ cause, count })).sort((a, b) => b.count - a.count)
}

function causeText(causes: readonly { cause: string; count: number }[]): string {
  return causes
    .slice(0, 3)
    .map(({ cause, count }) => `${cause} (${count})`)
    .join(', ')
}

function timeToResolve(incidents: readonly IncidentFact[]): string {
  const lengths = incidents.flatMap(({ onsetAt, resolvedAt }) =>
    resolvedAt === null ? [] : [resolvedAt - onsetAt],
  )
  if (lengths.length === 0) return ''
  return lengthText(lengths.reduce((sum, one) => sum + one, 0) / lengths.length)
}

function timeBetween(incidents: readonly IncidentFact[], windowMs: number): string {
  return incidents.length === 0 ? 'none' : lengthText(windowMs / incidents.length)
}

/** Long enough ahead to order, or to move. */
const monthlyDaysMin = 90

export const capacityPlan: Check = {
  id: 'plan',
  title: 'Capacity for the next three months',
  async look({ facts, now }) {
    const capacity = await facts.capacity(now - 35 * dayMs)
    if (!capacity.isKnown) return nothingKnown(capacity.why)
    return trendTable(capacity.value, monthlyDaysMin)
  },
}
