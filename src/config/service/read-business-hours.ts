/** When people are at work: days, hours, their zone, their holidays. */
import { IANAZone } from 'luxon'
import type { Problems } from './option-value.ts'
import { type BusinessHours, defaultServiceRecord } from './service-record.ts'
import { itemsOf, openSection, textOf, type WrittenValue } from './written-section.ts'

export const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const holidaysMax = 500

export function readBusinessHours(value: WrittenValue, problems: Problems): BusinessHours {
  const otherwise = defaultServiceRecord.businessHours
  const section = openSection(value, ['timeZone', 'days', 'from', 'to', 'holidays'], problems)
  const hours = {
    timeZone: readZone(section.of('timeZone'), otherwise.timeZone),
    days: readDays(section.of('days'), otherwise.days, problems),
    from: readTime(section.of('from'), otherwise.from, '23:59'),
    to: readTime(section.of('to'), otherwise.to, '24:00'),
    holidays: itemsOf(section.of('holidays'), holidaysMax, problems).flatMap(readDate),
  }
  if (hours.from >= hours.to)
    section
      .of('to')
      .refuse(`the day ends at ${hours.to} before it begins at ${hours.from}`, 'give a later time')
  return hours
}

function readZone(value: WrittenValue, otherwise: string): string {
  const zone = textOf(value, otherwise)
  if (IANAZone.isValidZone(zone)) return zone
  value.refuse('is not a time zone', 'give its IANA name, e.g. Europe/Berlin or UTC')
  return otherwise
}

function readDays(value: WrittenValue, otherwise: readonly number[], problems: Problems): readonly number[] {
  if (value.value === undefined) return otherwise
  const days = itemsOf(value, 7, problems).flatMap((item): number[] => {
    const at = dayNames.indexOf(String(item.value).toLowerCase().slice(0, 3) as (typeof dayNames)[number])
    const number = typeof item.value === 'number' ? item.value : at + 1
    if (Number.isInteger(number) && number >= 1 && number <= 7) return [number]
    item.refuse('is not a day', `use ${dayNames.join(', ')}`)
    return []
  })
  if (days.length === 0) value.refuse('has no day', 'name at least one, e.g. mon')
  return [...new Set(days)].sort((one, other) => one - other)
}

function readTime(value: WrittenValue, otherwise: string, latest: string): string {
  const text = textOf(value, otherwise)
  const isTime = /^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/.test(text) || text === '24:00'
  if (isTime && text <= latest) return text
  value.refuse('is not a time of day', "give hours and minutes, e.g. '09:00'")
  return otherwise
}

function readDate(value: WrittenValue): readonly string[] {
  const text = String(value.value)
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  if (year !== '' && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day))
    return [text]
  value.refuse('is not a date', 'give year, month and day, e.g. 2026-12-25')
  return []
}
