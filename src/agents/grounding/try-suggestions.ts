/**
 * Suggestions are tried before they are made: the head with each of them must parse no worse than without, and no
 * analyser may find something in it that it did not find before. All are tried in one go.
 */
import type { ChangeToDiscuss, FileToDiscuss } from '../../ports/agents/agents.ts'
import type { Syntax } from '../../ports/syntax/syntax.ts'

export interface Trial {
  readonly file: FileToDiscuss
  /** The head with the suggestion. */
  readonly head: string
  readonly line: number
  readonly endLine: number
  /** How many lines stand in their place. */
  readonly lineCount: number
}

interface Told {
  readonly rule: string
  readonly line: number
}

/** @returns for each trial null, or why it is not to be made */
export async function trySuggestions(
  trials: readonly Trial[],
  change: ChangeToDiscuss,
  syntax: Syntax | null,
  signal: AbortSignal,
): Promise<readonly (string | null)[]> {
  if (trials.length === 0) return []
  const parsed = await parse(trials, syntax, signal)
  const passing = trials.filter((_, at) => parsed[at] === null)
  const analysed = new Map((await analyse(passing, change)).map((refusal, at) => [passing[at], refusal]))
  return trials.map((trial, at) => parsed[at] ?? analysed.get(trial) ?? null)
}

async function parse(
  trials: readonly Trial[],
  syntax: Syntax | null,
  signal: AbortSignal,
): Promise<readonly (string | null)[]> {
  const files = [...new Set(trials.map(({ file }) => file))]
  const texts = [
    ...files.map((file) => ({ language: file.language, text: file.head ?? '' })),
    ...trials.map(({ file, head }) => ({ language: file.language, text: head })),
  ]
  const readable = texts.flatMap(({ language, text }) => (language === null ? [] : [{ language, text }]))
  if (syntax === null || readable.length === 0) return trials.map(() => null)
  const outlines = await syntax.outline(readable, signal)
  let next = 0
  const errors = texts.map(({ language }) => (language === null ? null : (outlines[next++]?.errors ?? null)))
  return trials.map(({ file }, at) => {
    const before = errors[files.indexOf(file)] ?? null
    const after = errors[files.length + at] ?? null
    // A text that could be read before and cannot be with it is worse, too.
    const isWorse = before !== null && (after === null || after > before)
    return isWorse ? 'the file no longer parses with it.' : null
  })
}

async function analyse(
  trials: readonly Trial[],
  change: ChangeToDiscuss,
): Promise<readonly (string | null)[]> {
  if (trials.length === 0) return []
  const files = [...new Set(trials.map(({ file }) => file))]
  const told = await change.analyseAgain([
    ...files.map((file) => ({ file, head: file.head ?? '' })),
    ...trials.map(({ file, head }) => ({ file, head })),
  ])
  return trials.map((trial, at) => {
    const worse = firstNew(told[files.indexOf(trial.file)] ?? [], told[files.length + at] ?? [], trial)
    return worse === null ? null : `${worse} reports a defect in it.`
  })
}

function firstNew(before: readonly Told[], after: readonly Told[], trial: Trial): string | null {
  const shift = trial.lineCount - (trial.endLine - trial.line + 1)
  const lastNew = trial.line + trial.lineCount - 1
  const left = new Map<string, number>()
  for (const { rule, line } of before)
    add(left, `${rule} ${keyOf(line, trial.line, trial.endLine, shift)}`, 1)
  for (const { rule, line } of after) {
    const key = `${rule} ${keyOf(line, trial.line, lastNew, 0)}`
    if ((left.get(key) ?? 0) === 0) return rule
    add(left, key, -1)
  }
  return null
}

/** Lines inside of the replaced range are one place; those behind it move. */
function keyOf(line: number, first: number, last: number, shift: number): string {
  return line < first ? String(line) : line > last ? String(line + shift) : 'inside'
}

function add(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by)
}
