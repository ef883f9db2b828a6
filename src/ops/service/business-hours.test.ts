import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BusinessHours } from '../../config/service/service-record.ts'
import { createBusinessCalendar } from './business-hours.ts'

const berlin: BusinessHours = {
  timeZone: 'Europe/Berlin',
  days: [1, 2, 3, 4, 5],
  from: '09:00',
  to: '17:00',
  holidays: ['2026-12-25'],
}
const at = (text: string) => Date.parse(text)
const said = (ms: number) => new Date(ms).toISOString()

test('a page on Friday evening waits until Monday morning, over the change of the clock', () => {
  const { isOpen, nextOpening, closesAt } = createBusinessCalendar(berlin)
  expect(isOpen(at('2026-03-27T15:59:59Z'))).toBe(true)
  expect(isOpen(at('2026-03-27T16:00:00Z'))).toBe(false)
  expect(said(nextOpening(at('2026-03-27T16:00:00Z')))).toBe('2026-03-30T07:00:00.000Z')
  expect(said(nextOpening(at('2026-10-23T20:00:00Z')))).toBe('2026-10-26T08:00:00.000Z')
  expect(said(closesAt(at('2026-03-27T10:00:00Z')) ?? 0)).toBe('2026-03-27T16:00:00.000Z')
})

test('a holiday is skipped, and an open moment is its own opening', () => {
  const { nextOpening, closesAt } = createBusinessCalendar(berlin)
  expect(said(nextOpening(at('2026-12-24T17:00:00Z')))).toBe('2026-12-28T08:00:00.000Z')
  expect(said(nextOpening(at('2026-12-28T10:00:00Z')))).toBe('2026-12-28T10:00:00.000Z')
  expect(closesAt(at('2026-12-25T10:00:00Z'))).toBeNull()
})

test('an hour that the clock shows twice does not open again what has closed', () => {
  const { isOpen, nextOpening } = createBusinessCalendar({
    ...berlin,
    timeZone: 'Asia/Beirut',
    days: [1, 6],
    to: '23:59',
  })
  expect(isOpen(at('2025-10-25T20:58:59Z'))).toBe(true)
  expect(isOpen(at('2025-10-25T21:00:00Z'))).toBe(false)
  expect(said(nextOpening(at('2025-10-25T21:00:00Z')))).toBe('2025-10-27T07:00:00.000Z')
})

test('a calendar without openings keeps nothing back', () => {
  const now = at('2026-11-23T10:00:00Z')
  expect(createBusinessCalendar({ ...berlin, days: [] }).nextOpening(now)).toBe(now)
})

test('a day until midnight meets the next one', () => {
  const always = { ...berlin, days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00', holidays: [] }
  const { isOpen } = createBusinessCalendar(always)
  fc.assert(fc.property(instants, (now) => isOpen(now)))
})

/** Half an hour, an hour, at one and at two in the morning, at midnight, both hemispheres, none. */
const zones = [
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Beirut',
  'America/Havana',
  'Africa/Casablanca',
  'Pacific/Auckland',
  'Asia/Kolkata',
  'UTC',
]
const instants = fc.integer({ min: at('2024-01-01T00:00:00Z'), max: at('2028-12-31T00:00:00Z') })
const calendars = fc.record({
  timeZone: fc.constantFrom(...zones),
  days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  from: fc.constantFrom('04:00', '08:30', '09:00', '12:00'),
  to: fc.constantFrom('12:15', '17:00', '23:59'),
  holidays: fc.constantFrom<string[]>([], ['2026-03-30', '2026-10-26']),
})

test('what is open is what the clock on the wall says', () => {
  fc.assert(
    fc.property(calendars, instants, (hours, now) => {
      expect(createBusinessCalendar(hours).isOpen(now)).toBe(isOpenOnTheWall(hours, now))
    }),
  )
})

test('the next opening is open, is the first, and stays the same until then', () => {
  fc.assert(
    fc.property(
      calendars,
      instants,
      fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      (hours, now, share) => {
        const { isOpen, nextOpening } = createBusinessCalendar(hours)
        const opening = nextOpening(now)
        expect(opening).toBeGreaterThanOrEqual(now)
        expect(isOpen(opening)).toBe(true)
        const between = now + Math.floor((opening - now) * share)
        if (between < opening) {
          expect(isOpen(between)).toBe(false)
          expect(nextOpening(between)).toBe(opening)
        }
      },
    ),
  )
})

const hourMs = 3_600_000

/** The same question put to the runtime's own calendar. */
function isOpenOnTheWall({ timeZone, days, from, to, holidays }: BusinessHours, now: number): boolean {
  const { weekday, date, time } = wallClock(timeZone, now)
  const isWithin = days.includes(weekday) && !holidays.includes(date) && time >= from && time < to
  if (!isWithin) return false
  // In Beirut a Saturday in autumn goes from 23:59 back to 23:00: it closed when the clock said so for the first time.
  const before = wallClock(timeZone, now - hourMs)
  return before.date !== date || before.time !== time
}

function wallClock(timeZone: string, now: number) {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now)
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  const weekday = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(part('weekday').slice(0, 3)) + 1
  const date = `${part('year')}-${part('month')}-${part('day')}`
  return { weekday, date, time: `${part('hour')}:${part('minute')}` }
}
