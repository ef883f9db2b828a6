/** ShellCheck's `json1` as observations. Its lines and columns count from 1, columns in characters, a tab as one. */
import { type Observation, observe, type RuleRecord } from '../../domain/finding/observation.ts'
import { indexLines, type LineIndex } from '../../domain/text/line-index.ts'
import { rules } from './catalogue.ts'
import { codes } from './codes.ts'

interface Comment {
  readonly file: string
  readonly line: number
  readonly endLine: number
  readonly column: number
  readonly endColumn: number
  readonly code: number
  readonly message: string
}

/** One of its codes, in our words. */
interface Told {
  readonly record: RuleRecord
  readonly message: string
}

const byCode: ReadonlyMap<number, Told> = new Map(
  codes.map(([code, id, message]) => [
    code,
    { record: rules.find((rule) => rule.id === id) as RuleRecord, message },
  ]),
)

export function parseReport(
  stdout: string,
  textOf: (name: string) => string,
): ReadonlyMap<string, readonly Observation[]> {
  const found = new Map<string, Observation[]>()
  const indexes = new Map<string, LineIndex>()
  const comments = commentsOf(JSON.parse(stdout))
  const misread = new Set(comments.filter(isMisread).map((comment) => comment.file))
  for (const comment of comments) {
    const rule = byCode.get(comment.code)
    if (rule === undefined || (rule.record.id === 'syntax' && misread.has(comment.file))) continue
    const index = indexes.get(comment.file) ?? indexLines(textOf(comment.file))
    indexes.set(comment.file, index)
    if (isMeant(rule, index.lineText(comment.line))) continue
    const others = found.get(comment.file) ?? []
    found.set(comment.file, others)
    // A script that cannot be parsed is told with two or three codes; the first is where it begins.
    if (rule.record.id === 'syntax' && others.some((one) => one.rule === 'syntax')) continue
    others.push(observationOf(rule, comment, index))
  }
  return found
}

/** Checked by hand: this module is loaded to list rules, where a schema library would cost more than all the rest. */
function commentsOf(report: unknown): readonly Comment[] {
  const comments = (report as { comments?: unknown } | null)?.comments
  if (!Array.isArray(comments) || !comments.every(isComment))
    throw new Error('this is not the report of ShellCheck')
  return comments
}

function isComment(value: unknown): value is Comment {
  const fields = (value ?? {}) as Record<string, unknown>
  const numbers = ['line', 'endLine', 'column', 'endColumn', 'code']
  return (
    typeof fields.file === 'string' &&
    typeof fields.message === 'string' &&
    numbers.every((name) => Number.isInteger(fields[name]))
  )
}

/** Its parser knows only written operators in conditions: [ "$a" $operator "$b" ] is valid and stops it. */
function isMisread(comment: Comment): boolean {
  return comment.code === 1073 && comment.message.includes('test expression')
}

/** Going to the folder of the script itself does not fail; text with escape sequences is a recording, not a script. */
function isMeant(rule: Told, line: string): boolean {
  if (line.includes('\u001b')) return true
  return (
    rule.record.id === 'unchecked-cd' &&
    /dirname|BASH_SOURCE|\$0|\$\{0|\bcd (?:\.\.|-|~|\/)?[ \t]*(?:$|[;&|#])/.test(line)
  )
}

function observationOf(rule: Told, comment: Comment, index: LineIndex): Observation {
  const line = Math.max(1, Math.min(comment.line, index.lineCount))
  const column =
    comment.line > line ? index.lineText(line).length + 1 : columnOf(index.lineText(line), comment.column)
  // A loop or function is told at its first line.
  const sameLine = comment.endLine === comment.line
  const end = sameLine
    ? columnOf(index.lineText(line), comment.endColumn)
    : index.lineText(line).trimEnd().length + 1
  return observe(
    rule.record,
    { line, column, endLine: line, endColumn: Math.max(column + 1, end) },
    rule.message,
  )
}

/** From characters to UTF-16 code units. */
function columnOf(line: string, characters: number): number {
  return [...line.slice(0, characters * 2)].slice(0, Math.max(0, characters - 1)).join('').length + 1
}
