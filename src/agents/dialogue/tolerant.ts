/**
 * Pieces of an answer's schema that take what a model plainly meant: `"HIGH"`, `"12"`, `CWE 79`. What matters (which
 * place, which quote, which claim) is not guessed. Lists are cut to their bound, the gravest stand first.
 */
import { z } from 'zod'
import { type Category, categories, type Severity, severities } from '../../domain/finding/severity.ts'

/** Text that is read by people: cut to its bound. */
export function prose(charactersMax: number) {
  return z.preprocess(
    (value) => (typeof value === 'string' ? value.trim().slice(0, charactersMax) : value),
    z.string().min(1, 'must say something'),
  )
}

/** Text that is compared with something: refused above its bound, since half of it would be something else. */
export function exact(charactersMax: number, charactersMin = 1) {
  return z.string().min(charactersMin).max(charactersMax)
}

export function listOf<Item extends z.ZodType>(item: Item, countMax: number) {
  return z.preprocess(
    (value) =>
      value === null || value === undefined ? [] : Array.isArray(value) ? value.slice(0, countMax) : value,
    z.array(item),
  )
}

/** `12`, `"12"`, `"R12"` */
export const lineNumber = z.preprocess((value) => {
  const digits = typeof value === 'string' ? /^\s*[LR]?(\d{1,7})\s*$/i.exec(value)?.[1] : undefined
  return digits === undefined ? value : Number(digits)
}, z.int('must be a line number').min(1).max(9_999_999))

/** `0.8`, `"0.8"`, `80`, `"80%"` */
export const confidence = z.preprocess((value) => {
  const digits =
    typeof value === 'string' ? /^\s*(\d{1,3}(?:\.\d{1,6})?)\s*%?\s*$/.exec(value)?.[1] : undefined
  const number = digits === undefined ? value : Number(digits)
  return typeof number === 'number' && number > 1 && number <= 100 ? number / 100 : number
}, z.number().min(0).max(1))

const severityNames: Readonly<Record<string, Severity>> = {
  blocker: 'critical',
  major: 'high',
  error: 'high',
  moderate: 'medium',
  warning: 'medium',
  minor: 'low',
  info: 'low',
}

export const severity = z.preprocess((value) => known(value, severityNames), z.enum(severities))

const categoryNames: Readonly<Record<string, Category>> = {
  bug: 'correctness',
  logic: 'correctness',
  functionality: 'correctness',
  reliability: 'correctness',
  concurrency: 'correctness',
  standards: 'maintainability',
  style: 'maintainability',
  secrets: 'secret',
}

export const category = z.preprocess((value) => known(value, categoryNames), z.enum(categories))

/** `"right"`, `"HEAD"`, nothing at all: the head. */
export const side = z.preprocess(
  (value) => {
    if (value === null || value === undefined) return 'RIGHT'
    const name = typeof value === 'string' ? value.trim().toUpperCase() : value
    return name === 'HEAD' ? 'RIGHT' : name === 'BASE' ? 'LEFT' : name
  },
  z.enum(['RIGHT', 'LEFT']),
)

/** `CWE-79`, `cwe79`, `79`, `CWE-79: XSS`; what is none is left out. */
export const weaknesses = z.preprocess(
  (value) =>
    (Array.isArray(value) ? value : [])
      .slice(0, 20)
      .flatMap((one) => {
        const text = typeof one === 'number' ? String(one) : one
        const number =
          typeof text === 'string' ? /^\s*(?:CWE)?[\s:_-]{0,3}(\d{1,5})\b/i.exec(text)?.[1] : undefined
        return number === undefined ? [] : [`CWE-${Number(number)}`]
      })
      .filter((one, index, all) => all.indexOf(one) === index)
      .slice(0, 5),
  z.array(z.string()),
)

/** `"Confirms"`, `"refuted"`, as they are listed here. */
export function stance<const Names extends readonly [string, ...string[]]>(names: Names) {
  return z.preprocess(
    (value) =>
      typeof value === 'string'
        ? (names.find((name) => value.trim().toLowerCase().startsWith(name.slice(0, -1))) ?? value)
        : value,
    z.enum(names),
  )
}

/** What a model leaves out where null was meant. */
export function orNull<Inner extends z.ZodType>(inner: Inner) {
  return z.preprocess((value) => (value === undefined || value === '' ? null : value), z.nullable(inner))
}

function known(value: unknown, names: Readonly<Record<string, string>>): unknown {
  if (typeof value !== 'string') return value
  const name = value.trim().toLowerCase()
  return Object.hasOwn(names, name) ? names[name] : name
}
