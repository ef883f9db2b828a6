/**
 * The name by which a finding is known again after lines moved: rule, path, the code itself with blanks evened out,
 * and the definition around it. Equal snippets in one definition are told apart by their order.
 */
import { createHash } from 'node:crypto'
import type { FindingId } from './finding.ts'

export interface FingerprintParts {
  /** `analyser/rule-id` */
  readonly rule: string
  readonly path: string
  readonly side: 'RIGHT' | 'LEFT'
  /** The finding's lines; secrets masked beforehand, so that a fingerprint tells nothing of them. */
  readonly code: readonly string[]
  readonly symbol: string | null
  /** How many findings with the same other parts stand before this one in the file. */
  readonly ordinal: number
}

export function fingerprint(parts: FingerprintParts): FindingId {
  const text = [...identity(parts), String(parts.ordinal)].join('\0')
  return createHash('sha256').update(text).digest('hex').slice(0, 16) as FindingId
}

/** Equal for findings that only their order tells apart. */
export function fingerprintKey(parts: Omit<FingerprintParts, 'ordinal'>): string {
  return identity(parts).join('\0')
}

function identity(parts: Omit<FingerprintParts, 'ordinal'>): readonly string[] {
  return [parts.rule, parts.path, parts.side, normaliseCode(parts.code), parts.symbol ?? '']
}

/** One blank for any run of blanks, none at the ends: re-indented code is the same code. */
export function normaliseCode(lines: readonly string[]): string {
  return lines
    .map((line) => line.split(/\s+/).filter(Boolean).join(' '))
    .filter((line) => line !== '')
    .join('\n')
}
