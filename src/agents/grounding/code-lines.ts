/** A text as models were shown it (secrets masked, hidden characters visible), in a form that quotes are looked up in. */
import { maskedLines } from '../context/masked-lines.ts'
import { cleanCode } from '../hostile/clean-text.ts'

export interface CodeLines {
  /** As in the file; index 0 is line 1. */
  readonly original: readonly string[]
  /** As models see them. */
  readonly shown: readonly string[]
  /** The same without any blanks: a model may indent and space as it likes. */
  readonly keys: readonly string[]
  /** Indexes of lines that have more than blanks. */
  readonly filled: readonly number[]
}

export function codeLinesOf(text: string, mask: (text: string) => string): CodeLines {
  const original = text.split('\n')
  if (original.at(-1) === '') original.pop()
  const shown = original.length === 0 ? [] : cleanCode(maskedLines(text, mask).join('\n')).split('\n')
  const keys = shown.map(keyOf)
  return { original, shown, keys, filled: keys.flatMap((key, at) => (key === '' ? [] : [at])) }
}

export function keyOf(line: string): string {
  return line.replace(/\s+/g, '')
}
