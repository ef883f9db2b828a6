/** One part of a report of the upkeep: what was looked at, what was found, and whether somebody has to do something. */
import type { ReportVerdict } from '../../ports/store/maintenance.ts'
import type { MaintenanceFacts } from './facts.ts'

export interface Section {
  readonly id: string
  readonly title: string
  readonly verdict: ReportVerdict
  /** Sentences, the most important first; each with what to do where something is to be done. */
  readonly found: readonly string[]
  readonly table: SectionTable | null
}

export interface SectionTable {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** What a check knows when it looks. */
export interface CheckContext {
  readonly facts: MaintenanceFacts
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly signal: AbortSignal
}

export interface Check {
  readonly id: string
  readonly title: string
  readonly look: (context: CheckContext) => Promise<Finding>
}

export type Finding = Pick<Section, 'verdict' | 'found'> & { readonly table?: SectionTable }

/** A fact, or a sentence that says why it is not to be had. */
export type Known<Value> =
  | { readonly isKnown: true; readonly value: Value }
  | { readonly isKnown: false; readonly why: string }

export function known<Value>(value: Value): Known<Value> {
  return { isKnown: true, value }
}

export function unknown(why: string): { readonly isKnown: false; readonly why: string } {
  return { isKnown: false, why }
}

export function nothingKnown(why: string): Finding {
  return { verdict: 'unknown', found: [why] }
}

/** For tables: a long list is cut, and says so. */
export function firstRows(rows: readonly (readonly string[])[], max: number): readonly (readonly string[])[] {
  if (rows.length <= max) return rows
  const rest = rows.length - max + 1
  return [...rows.slice(0, max - 1), [`and ${rest} more`, ...(rows[0]?.slice(1).map(() => '') ?? [])]]
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** `2026-11-23` */
export function dateText(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

/** `2026-11-23 06:00 UTC` */
export function timeText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** `45 s`, `12 min`, `5 h`, `9 d` */
export function lengthText(ms: number): string {
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`
  if (ms < 2 * hourMs) return `${Math.round(ms / 60_000)} min`
  return ms < 2 * dayMs ? `${Math.round(ms / hourMs)} h` : `${Math.round(ms / dayMs)} d`
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}
