/** Where the engine gets its points from: a ring in memory, rows of the store, points of a test. */
import type { LabelSet } from './labels.ts'

export interface LabelMatcher {
  readonly name: string
  readonly operator: '=' | '!=' | '=~' | '!~'
  readonly value: string
  /** Says whether a value passes; a label that is not there has the value ''. */
  readonly passes: (value: string) => boolean
}

/** Points of one series, by time. Null ends the series there, until its next point: its process stopped giving it. */
export interface Series {
  readonly labels: LabelSet
  /** Milliseconds since the epoch, each greater than the one before. */
  readonly times: readonly number[]
  readonly values: readonly (number | null)[]
}

export interface SeriesSource {
  /** Every series that passes all matchers, with its points of [from, to]; one without points there may be left out. */
  select(matchers: readonly LabelMatcher[], from: number, to: number): readonly Series[]
}

export function passesAll(matchers: readonly LabelMatcher[], labels: LabelSet): boolean {
  return matchers.every(({ name, passes }) => passes(labels[name] ?? ''))
}
