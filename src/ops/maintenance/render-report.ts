/** A report as Markdown: what wants attention first. */
import type { TaskReport } from './run-task.ts'
import { dateText, type Section, type SectionTable, timeText } from './section.ts'

const marks = { attention: 'ATTENTION', good: 'good', unknown: 'not known' } as const
const markdownMax = 200_000

export function renderReport({ title, at, sections, failed }: TaskReport, serviceName: string): string {
  const wanting = sections.filter(({ verdict }) => verdict === 'attention')
  const blind = sections.filter(({ verdict }) => verdict === 'unknown')
  const summary = [
    wanting.length === 0
      ? 'Nothing wants attention.'
      : `Wants attention: ${wanting.map((section) => section.title).join('; ')}.`,
    ...(blind.length === 0 ? [] : [`Not known: ${blind.map((section) => section.title).join('; ')}.`]),
    ...(failed.length === 0 ? [] : [`Checks that failed: ${failed.join(', ')}.`]),
  ]
  const lines = [
    `# ${title} of ${text(serviceName)}, ${dateText(at)}`,
    '',
    `Written ${timeText(at)}.`,
    '',
    ...summary,
    '',
    ...sections.flatMap(renderSection),
  ]
  const whole = lines.join('\n')
  return whole.length <= markdownMax
    ? whole
    : `${whole.slice(0, markdownMax)}\n\n(The report was cut here.)\n`
}

/** One line for a message: what the report comes to. */
export function summaryOf({ title, sections }: TaskReport): string {
  const wanting = sections.filter(({ verdict }) => verdict === 'attention')
  if (wanting.length === 0) return `${title}: nothing wants attention.`
  return `${title}: ${wanting.length} of ${sections.length} want attention (${wanting.map(({ id }) => id).join(', ')}).`
}

function renderSection({ title, verdict, found, table }: Section): readonly string[] {
  return [
    `## ${title}: ${marks[verdict]}`,
    '',
    ...found.map((sentence) => `- ${text(sentence)}`),
    '',
    ...(table === null ? [] : [...renderTable(table), '']),
  ]
}

function renderTable({ head, rows }: SectionTable): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(text).join(' | ')} |`
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)]
}

/** Causes and titles come from outside: they are text here, never markup. */
function text(words: string): string {
  return words
    .replaceAll(/[\p{Cc}\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replaceAll(/[\\`*_[\]<>|#!@~]/g, '\\$&')
}
