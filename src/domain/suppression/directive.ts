/** A comment (or an attribute in code) that asks a tool to be silent. */
export interface Directive {
  /** As written, e.g. `noqa` or `type: ignore`. */
  readonly keyword: string
  /** The tool that obeys it, e.g. `Ruff`; for `noqa` the first of several. */
  readonly tool: string
  /** What it silences; empty when it silences everything of that tool. */
  readonly codes: readonly string[]
  /** Where the keyword starts, from 1. */
  readonly line: number
  readonly column: number
  /** The column behind the last code, or behind the keyword when there is none. */
  readonly endColumn: number
  readonly scope: 'line' | 'next-line' | 'file' | 'block'
  /** `code` when it is part of the program (`@SuppressWarnings`) rather than a comment. */
  readonly form: 'comment' | 'code'
  readonly silences: Silences
  /** First and last line that it is meant for; the last is Infinity when nothing ends it. */
  readonly firstLine: number
  readonly lastLine: number
}

/** What sort of report the tool makes: a comment for a type checker does not excuse a leaked key. */
export type Silences = 'lint' | 'types' | 'security' | 'secrets' | 'ours'
