import type { Severity } from '../../domain/finding/severity.ts'
import type { AnalysedText } from '../analyser.ts'
import type { SecretRule } from './catalogue.ts'

export interface FoundSecret {
  readonly rule: SecretRule
  /** What it is, to begin a sentence with: `A GitHub token`. */
  readonly what: string
  /** Offsets of what the report points at. */
  readonly start: number
  readonly end: number
  /** What must never be shown; several for a key of several lines. */
  readonly values: readonly string[]
  /** When it differs from the rule's own. */
  readonly severity?: Severity
  readonly confidence?: number
}

export interface SearchedText {
  readonly text: string
  readonly path: string
  readonly language: AnalysedText['language']
  /** True below folders of tests, samples and documentation, where invented values are the rule. */
  readonly isSample: boolean
}

export type SecretSearch = (searched: SearchedText) => Iterable<FoundSecret> | Promise<Iterable<FoundSecret>>
