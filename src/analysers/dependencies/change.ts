/** One changed file, parsed on both sides, and how its checks report: on lines that changed, and never in floods. */
import {
  type Observation,
  observe,
  type RuleRecord,
  type TextRange,
} from '../../domain/finding/observation.ts'
import type { Severity } from '../../domain/finding/severity.ts'
import { indexLines } from '../../domain/text/line-index.ts'
import type { AnalysedText } from '../analyser.ts'
import type { Dependency, Field, Parsed, Place } from './dependency.ts'
import type { FileFormat } from './file-formats.ts'
import { credentialsIn } from './source-address.ts'

export interface Change {
  readonly format: FileFormat
  readonly head: Parsed
  /** Null when the file is new, or its old text was no such file. */
  readonly base: Parsed | null
  readonly headByName: ReadonlyMap<string, readonly Dependency[]>
  readonly baseByName: ReadonlyMap<string, readonly Dependency[]>
  /** Where to point for a field of an entry: there, or at whatever of the entry did change. */
  locate(dependency: Dependency, field?: Field): Place
  report(rule: RuleRecord, place: Place, message: string, more?: ReportOptions): Observation
}

interface ReportOptions {
  readonly side?: 'RIGHT' | 'LEFT'
  readonly severity?: Severity
  readonly confidence?: number
}

/** All checks have this shape. */
export type Check = (change: Change) => readonly Observation[]

/** Something to say of one package, until it is known how many there are. */
export interface Remark {
  readonly name: string
  readonly observation: Observation
}

const namesShownMax = 10
const lineCharactersMax = 20_000

export function openChange(
  text: AnalysedText,
  format: FileFormat,
  base: Parsed | null,
  head: Parsed,
): Change {
  const added = new Set(text.addedLines)
  const headLines = indexLines(text.head ?? '')
  const baseLines = indexLines(text.base ?? '')
  return {
    format,
    base,
    head,
    headByName: byName(head),
    baseByName: byName(base),
    locate(dependency, field) {
      const wanted = field === undefined ? undefined : dependency.places[field]
      const places = [wanted, dependency, ...Object.values(dependency.places)].filter(
        (place) => place !== undefined,
      )
      return places.find((place) => added.has(place.line)) ?? wanted ?? dependency
    },
    report(rule, place, message, more = {}) {
      const line = (more.side === 'LEFT' ? baseLines : headLines)
        .lineText(place.line)
        .slice(0, lineCharactersMax)
      return observe(rule, rangeOf(place), message, { ...more, secrets: credentialsIn(line) })
    },
  }
}

/** Up to `eachMax` remarks as they are; of more, one that stands for all. */
export function gather(
  remarks: readonly Remark[],
  eachMax: number,
  together: (names: string, count: number) => string,
): readonly Observation[] {
  const first = remarks[0]
  if (first === undefined || remarks.length <= eachMax) return remarks.map((remark) => remark.observation)
  const names = [...new Set(remarks.map((remark) => remark.name))]
  return [{ ...first.observation, message: together(listNames(names), names.length) }]
}

/** `a, b, c` and, past ten, `and 7 more`. */
export function listNames(names: readonly string[]): string {
  const listed = names.slice(0, namesShownMax).map(shown).join(', ')
  return names.length > namesShownMax ? `${listed} and ${names.length - namesShownMax} more` : listed
}

/** Text of the change as a message may hold it: short, on one line, and no address that could carry a password. */
export function shown(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '')
  const safe = plain.includes('://') || credentialLike(plain) ? '(an address)' : plain
  return safe.length > 80 ? `${safe.slice(0, 80)}…` : safe
}

function credentialLike(text: string): boolean {
  const at = text.indexOf('@', 1)
  return at !== -1 && text.slice(0, at).includes(':')
}

function rangeOf(place: Place): TextRange {
  return { line: place.line, column: place.column, endLine: place.line, endColumn: place.endColumn }
}

function byName(parsed: Parsed | null): ReadonlyMap<string, readonly Dependency[]> {
  const found = new Map<string, Dependency[]>()
  for (const dependency of parsed?.dependencies ?? []) {
    const known = found.get(dependency.name)
    if (known === undefined) found.set(dependency.name, [dependency])
    else known.push(dependency)
  }
  return found
}
