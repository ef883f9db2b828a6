/** A section of the service's file as somebody wrote it: each value read once, with its place, or refused with a sentence. */
import { nearestKey } from '../nearest-key.ts'
import { isSection, type Problems } from './option-value.ts'

export interface WrittenValue {
  /** E.g. `autogen-bot.service.yaml: service.contacts[0].phone`. */
  readonly where: string
  /** Undefined when nobody wrote anything. */
  readonly value: unknown
  refuse(wrong: string, mend: string): void
}

export interface WrittenSection {
  readonly where: string
  of(key: string): WrittenValue
}

/** @param keys what may stand in it */
export function openSection(
  { where, value, refuse }: WrittenValue,
  keys: readonly string[],
  problems: Problems,
): WrittenSection {
  if (value !== undefined && value !== null && !isSection(value))
    refuse('is not a section', `write ${keys.slice(0, 3).join(', ')}... below it`)
  const section = isSection(value) ? value : {}
  for (const key of Object.keys(section)) {
    if (keys.includes(key)) continue
    const nearest = nearestKey(key, keys)
    problems.push({
      where: `${where}.${key}`,
      wrong: 'there is no such setting',
      mend: nearest === null ? `use ${keys.join(', ')}` : `did you mean \`${nearest}\`?`,
    })
  }
  return { where, of: (key) => writtenAt(`${where}.${key}`, section[key] ?? undefined, problems) }
}

export function writtenAt(where: string, value: unknown, problems: Problems): WrittenValue {
  return { where, value, refuse: (wrong, mend) => void problems.push({ where, wrong, mend }) }
}

/** @param max longest list */
export function itemsOf(
  { where, value, refuse }: WrittenValue,
  max: number,
  problems: Problems,
): readonly WrittenValue[] {
  if (value === undefined) return []
  if (!Array.isArray(value) || value.length > max) {
    refuse(`is not a list of up to ${max}`, 'write one `- ` line for each')
    return []
  }
  return value.map((item: unknown, at) => writtenAt(`${where}[${at}]`, item ?? undefined, problems))
}

const textMax = 200

/** One line of text; `otherwise` when nobody wrote it, and when it was refused. */
export function textOf({ value, refuse }: WrittenValue, otherwise: string): string {
  if (value === undefined) return otherwise
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
  if (text !== '' && text.length <= textMax && !/\p{Cc}/u.test(text)) return text
  refuse('is not a line of text', `give one line of at most ${textMax} characters`)
  return otherwise
}

export function integerOf(
  { value, refuse }: WrittenValue,
  { min, max, otherwise }: { readonly min: number; readonly max: number; readonly otherwise: number },
): number {
  if (value === undefined) return otherwise
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value
  refuse('is out of bounds', `give a whole number from ${min} to ${max}`)
  return otherwise
}

/** Also with decimals. */
export function numberOf(
  { value, refuse }: WrittenValue,
  { min, max, otherwise }: { readonly min: number; readonly max: number; readonly otherwise: number },
): number {
  if (value === undefined) return otherwise
  if (typeof value === 'number' && value >= min && value <= max) return value
  refuse('is out of bounds', `give a number from ${min} to ${max}`)
  return otherwise
}

export function flagOf({ value, refuse }: WrittenValue, otherwise: boolean): boolean {
  if (value === undefined) return otherwise
  if (typeof value === 'boolean') return value
  refuse('is neither true nor false', 'write true or false')
  return otherwise
}

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `90s`, `15m`, `4h`, `1d`. */
export function durationOf<Otherwise extends number | null>(
  { value, refuse }: WrittenValue,
  {
    minMs,
    maxMs,
    otherwise,
  }: { readonly minMs: number; readonly maxMs: number; readonly otherwise: Otherwise },
): number | Otherwise {
  if (value === undefined) return otherwise
  const [, count = '', unit = ''] = /^([0-9]{1,6}) ?(s|m|h|d)$/.exec(String(value)) ?? []
  const ms = Number(count) * (unitMs[unit] ?? Number.NaN)
  if (ms >= minMs && ms <= maxMs) return ms
  refuse(
    'is not a length of time, or out of bounds',
    `give one between ${durationText(minMs)} and ${durationText(maxMs)}, e.g. 15m`,
  )
  return otherwise
}

/** As it would be written. */
export function durationText(ms: number): string {
  const unit = ['d', 'h', 'm'].find((one) => ms % (unitMs[one] ?? 1) === 0 && ms > 0) ?? 's'
  return `${ms / (unitMs[unit] ?? 1)}${unit}`
}
