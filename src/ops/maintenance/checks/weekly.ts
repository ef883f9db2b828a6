/** What is looked at every Monday: what has to be patched, what fills up, what got slower, which pages are due. */
import { trendTable } from '../capacity-words.ts'
import type { KpiFact } from '../facts.ts'
import { type Check, counted, firstRows, nothingKnown } from '../section.ts'

const dayMs = 86_400_000
const weekMs = 7 * dayMs
const rowsMax = 25

export const dependencyAdvisories: Check = {
  id: 'advisories',
  title: 'Security advisories for what is installed',
  async look({ facts, signal }) {
    const advisories = await facts.advisories(signal)
    if (!advisories.isKnown) return nothingKnown(advisories.why)
    if (advisories.value.length === 0)
      return { verdict: 'good', found: ['The registry knows of none for any installed module.'] }
    const urgent = advisories.value.filter(({ severity }) => severity === 'critical' || severity === 'high')
    return {
      verdict: 'attention',
      found: [
        `${counted(advisories.value.length, 'module')} with advisories, ${urgent.length} of them critical or high.`,
        'A newer autogen-bot brings newer modules; until then look whether what they say can be reached here.',
      ],
      table: {
        head: ['module', 'severity', 'what', 'mend'],
        rows: firstRows(
          advisories.value.map(({ module, severity, title, mend }) => [
            module,
            severity,
            title,
            mend ?? 'none yet',
          ]),
          rowsMax,
        ),
      },
    }
  },
}

export const versionsBehind: Check = {
  id: 'versions',
  title: 'Modules behind their newest version',
  async look({ facts, signal }) {
    const versions = await facts.versions(signal)
    if (!versions.isKnown) return nothingKnown(versions.why)
    const rows = versions.value.map(({ module, current, latest }) => [module, current, latest])
    return {
      // Behind is no fault by itself: advisories say what is urgent.
      verdict: 'good',
      found: [
        rows.length === 0 ? 'All are the newest.' : `${counted(rows.length, 'module')} can be brought up.`,
      ],
      ...(rows.length === 0
        ? {}
        : { table: { head: ['module', 'installed', 'newest'], rows: firstRows(rows, rowsMax) } }),
    }
  },
}

/** The limit has to be further away than this. */
const weeklyDaysMin = 14

export const capacityTrend: Check = {
  id: 'capacity',
  title: 'Use of cpu, memory, disk and queue, and when they reach their limits',
  async look({ facts, now }) {
    const capacity = await facts.capacity(now - 14 * dayMs)
    if (!capacity.isKnown) return nothingKnown(capacity.why)
    return trendTable(capacity.value, weeklyDaysMin)
  },
}

/** A change by less is weather. */
const changeMin = 0.1

export const performanceAgainstLastWeek: Check = {
  id: 'performance',
  title: 'This week against the week before',
  async look({ facts, now }) {
    const [current, before] = await Promise.all([facts.kpis(weekMs), facts.kpisUntil(weekMs, now - weekMs)])
    if (!current.isKnown) return nothingKnown(current.why)
    if (!before.isKnown) return nothingKnown(before.why)
    const compared = current.value.flatMap((kpi) => {
      const old = before.value.find(({ name }) => name === kpi.name)
      return old === undefined ? [] : [{ kpi, old, change: changeOf(kpi, old) }]
    })
    const known = compared.filter(({ change }) => change !== null)
    if (known.length === 0) return nothingKnown('There are no figures of two weeks to compare yet.')
    const worse = known.filter(({ kpi, change }) => isWorse(kpi, change))
    return {
      verdict: worse.length > 0 ? 'attention' : 'good',
      found: [
        worse.length === 0
          ? 'Nothing got worse by a tenth or more.'
          : `Worse by a tenth or more: ${worse.map(({ kpi }) => kpi.name).join(', ')}.`,
      ],
      table: {
        head: ['indicator', 'this week', 'week before', 'change'],
        rows: compared.map(({ kpi, old, change }) => [
          kpi.name,
          kpi.text,
          old.text,
          change === null ? '' : `${change >= 0 ? '+' : ''}${(100 * change).toFixed(0)} %`,
        ]),
      },
    }
  },
}

function changeOf({ value }: KpiFact, { value: before }: KpiFact): number | null {
  if (value === null || before === null || before === 0) return null
  return (value - before) / Math.abs(before)
}

function isWorse({ isMoreBetter, verdict }: KpiFact, change: number | null): boolean {
  if (change === null || isMoreBetter === null) return false
  // Of a share near its top a tenth is a catastrophe; that it missed its target is enough there.
  return (isMoreBetter ? -change : change) >= changeMin || (verdict === 'missed' && change !== 0)
}

export const pagesDue: Check = {
  id: 'pages',
  title: 'Pages of the runbook that are due',
  async look({ facts, now }) {
    const pages = await facts.pages()
    if (!pages.isKnown) return nothingKnown(pages.why)
    const today = new Date(now).toISOString().slice(0, 10)
    const inTwoWeeks = new Date(now + 2 * weekMs).toISOString().slice(0, 10)
    const late = pages.value.filter(({ reviewDue }) => reviewDue < today)
    const soon = pages.value.filter(({ reviewDue }) => reviewDue >= today && reviewDue < inTwoWeeks)
    return {
      verdict: late.length > 0 ? 'attention' : 'good',
      found: [
        `${counted(late.length, 'page')} late, ${soon.length} due within two weeks, of ${pages.value.length}.`,
      ],
      ...(late.length + soon.length === 0
        ? {}
        : {
            table: {
              head: ['page', 'owner', 'due'],
              rows: [...late, ...soon].map(({ page, owner, reviewDue }) => [page, owner, reviewDue]),
            },
          }),
    }
  },
}
