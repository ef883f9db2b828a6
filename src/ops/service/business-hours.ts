/**
 * When people are at work, for pages that can wait until then. A business day is one stretch of time between two
 * instants, found from the wall clock of its zone, so that a day with 23 or 25 hours is right by itself.
 */
import { DateTime } from 'luxon'
import type { BusinessHours } from '../../config/service/service-record.ts'

/** Times in milliseconds since the epoch. */
export interface BusinessCalendar {
  isOpen(at: number): boolean
  /** `at` itself while it is open. */
  nextOpening(at: number): number
  /** When the stretch that `at` lies in ends; null while it is closed. */
  closesAt(at: number): number | null
}

/** A calendar without a single opening for so long has none: what waits for it is not kept back for ever. */
const daysAheadMax = 400

export function createBusinessCalendar(hours: BusinessHours): BusinessCalendar {
  const days = new Set(hours.days)
  const holidays = new Set(hours.holidays)
  const from = wallTime(hours.from)
  const to = wallTime(hours.to)

  function stretchOf(midday: DateTime): { readonly opens: number; readonly closes: number } | null {
    if (!days.has(midday.weekday) || holidays.has(midday.toISODate() ?? '')) return null
    return { opens: instantOf(midday, from), closes: instantOf(midday, to) }
  }

  function* stretchesFrom(at: number) {
    // Midday exists on every date that exists, so stepping by days from there never lands in a gap of the clock.
    const today = DateTime.fromMillis(at, { zone: hours.timeZone }).set({ hour: 12, minute: 0, second: 0 })
    for (let ahead = 0; ahead <= daysAheadMax; ahead += 1) {
      const stretch = stretchOf(today.plus({ days: ahead }))
      if (stretch !== null && stretch.closes > at) yield stretch
    }
  }

  function currentOrNext(at: number) {
    return stretchesFrom(at).next().value ?? null
  }

  return {
    isOpen(at) {
      const stretch = currentOrNext(at)
      return stretch !== null && stretch.opens <= at
    },
    nextOpening(at) {
      const stretch = currentOrNext(at)
      return stretch === null ? at : Math.max(at, stretch.opens)
    },
    closesAt(at) {
      const stretch = currentOrNext(at)
      return stretch !== null && stretch.opens <= at ? stretch.closes : null
    },
  }
}

interface WallTime {
  readonly hour: number
  readonly minute: number
}

/** `24:00` is the midnight at the end of the day. */
function wallTime(text: string): WallTime {
  const [hour = 0, minute = 0] = text.split(':').map(Number)
  return { hour, minute }
}

function instantOf(midday: DateTime, { hour, minute }: WallTime): number {
  const isMidnightAfter = hour === 24
  const day = isMidnightAfter ? midday.plus({ days: 1 }) : midday
  // What the clock jumps over is taken as late as the jump is long.
  return day.set({ hour: isMidnightAfter ? 0 : hour, minute, second: 0, millisecond: 0 }).toMillis()
}
