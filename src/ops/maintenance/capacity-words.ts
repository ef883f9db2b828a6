/** What is said of things that fill up. */
import type { CapacityFact } from './facts.ts'
import { isGrowing, timeToLimit, trendOf } from './linear-trend.ts'
import { type Finding, nothingKnown } from './section.ts'

/** @param daysMin a limit that may be reached sooner wants attention */
export function trendTable(capacity: readonly CapacityFact[], daysMin: number): Finding {
  const looked = capacity.map((fact) => {
    const trend = trendOf(fact.points)
    return { fact, trend, time: trend === null ? null : timeToLimit(trend, fact.limit) }
  })
  const known = looked.flatMap(({ fact, trend, time }) =>
    trend === null || time === null ? [] : [{ fact, trend, time }],
  )
  if (known.length === 0)
    return nothingKnown('There are not enough samples yet to draw a line through: look again in a few hours.')
  const soon = known.filter(
    ({ trend, time }) => time.days === 0 || (isGrowing(trend) && (time.days ?? Infinity) < daysMin),
  )
  return {
    verdict: soon.length > 0 ? 'attention' : 'good',
    found:
      soon.length === 0
        ? [`Nothing reaches its limit within ${daysMin} days.`]
        : soon.map(({ fact, time }) =>
            time.days === 0
              ? `${fact.resource} is at its limit now: see the page scaling.`
              : `${fact.resource} reaches its limit in ${daysText(time.days)} (${boundsText(time.daysMin, time.daysMax)}): see the page scaling.`,
          ),
    table: {
      head: ['resource', 'now', 'limit', 'by day', 'reaches it in', 'between'],
      rows: looked.map(({ fact, trend, time }) => [
        fact.resource,
        trend === null ? 'too few samples' : valueText(trend.now, fact.unit),
        valueText(fact.limit, fact.unit),
        trend === null ? '' : `${trend.perDay >= 0 ? '+' : ''}${valueText(trend.perDay, fact.unit)}`,
        time === null ? '' : daysText(time.days),
        time === null ? '' : boundsText(time.daysMin, time.daysMax),
      ]),
    },
  }
}

function valueText(value: number, unit: CapacityFact['unit']): string {
  return unit === 'share' ? `${(100 * value).toFixed(1)} %` : value.toFixed(1)
}

const daysTold = 999

function daysText(days: number | null): string {
  if (days === null) return 'does not grow'
  if (days > daysTold) return 'years'
  return days < 2 ? `${Math.round(24 * days)} h` : `${Math.round(days)} d`
}

function boundsText(daysMin: number | null, daysMax: number | null): string {
  if (daysMin === null) return 'never'
  return `${daysText(daysMin)} and ${daysMax === null ? 'never' : daysText(daysMax)}`
}
