/** What reading one data file brings to light, in offsets of its text. */
import type { RuleId } from './catalogue.ts'

export interface Problem {
  readonly rule: RuleId
  /** From 0. */
  readonly start: number
  /** Behind the last character. */
  readonly end: number
  readonly message: string
  /** Where the same key stands first; the change may have added either. */
  readonly earlier?: { readonly start: number; readonly end: number }
  readonly confidence?: number
}

/** Duplicate keys told for one file; a file with more is one mistake, not a thousand. */
export const problemsMax = 50

/** Whether a parser rejects the text: something that a template may only look like. */
export function isSyntax(problem: Problem): boolean {
  return problem.rule.endsWith('-syntax')
}

/** Whether the text cannot be used at all: its duplicate keys are then no longer of interest. */
export function isFatal(problem: Problem): boolean {
  return isSyntax(problem) || problem.rule === 'nested-too-deep'
}

/** A name from the file, short enough to be part of a sentence. */
export function quoted(name: string): string {
  const flat = name.replaceAll('\n', ' ')
  return `"${flat.length > 60 ? `${flat.slice(0, 60)}...` : flat}"`
}
