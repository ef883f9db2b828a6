/** A review for a summary of a build or a comment on a pull request: a table, the details, what was not looked at. */
import type { DroppedFinding, Finding } from '../../domain/finding/finding.ts'
import type { ReviewReport } from '../../domain/review/report.ts'
import { agentsLines, argumentLines } from './agents-markdown.ts'
import { codeFence, codeSpan, escapeMarkdown } from './escape-markdown.ts'
import {
  coverageSentence,
  findingsSentence,
  incompleteFiles,
  oneLine,
  suppressionWords,
} from './summary-words.ts'

export interface MarkdownOptions {
  /** Characters; GitHub refuses a comment of more than 65,536. What does not fit is counted in its place. */
  readonly lengthMax: number
}

const incompleteMax = 20
const droppedMax = 50
const codeLinesMax = 10
const codeColumnsMax = 300

export function renderMarkdown(
  report: ReviewReport,
  options: MarkdownOptions = { lengthMax: 60_000 },
): string {
  const shown = report.findings.filter((finding) => finding.shown)
  const lead = ['## Review by autogen-bot', '', escapeMarkdown(findingsSentence(report))]
  const tail = [
    ...coverageLines(report),
    ...noteLines(report),
    ...(report.agents === undefined ? [] : agentsLines(report.agents)),
    ...droppedLines(report.dropped ?? []),
  ]
  const explains = report.dropped !== undefined
  const room = options.lengthMax - lengthOf(lead) - lengthOf(tail) - 500
  const rows = fitting(
    shown.map((finding) => [tableRow(finding)]),
    room / 2,
  )
  const details = fitting(
    shown.map((finding, at) => ['', ...detailLines(finding, at + 1, explains)]),
    room - lengthOf(rows.lines),
  )
  const lines = [
    ...lead,
    ...(rows.lines.length === 0 ? [] : ['', '| | where | rule | what |', '|---|---|---|---|', ...rows.lines]),
    ...leftOut(rows.left, 'further row', 'is'),
    ...details.lines,
    ...leftOut(details.left, 'further finding', 'is'),
    ...tail,
  ]
  return `${lines.join('\n')}\n`
}

function tableRow(finding: Finding): string {
  const cells = [
    finding.severity,
    codeSpan(place(finding)),
    codeSpan(finding.rule),
    escapeMarkdown(oneLine(finding.message)),
  ]
  return `| ${cells.join(' | ')} |`
}

function detailLines(finding: Finding, number: number, explains: boolean): readonly string[] {
  const facts = [
    `**${finding.severity}**`,
    finding.category,
    codeSpan(finding.rule),
    ...finding.cwe.map(escapeMarkdown),
    ...(finding.side === 'LEFT' ? ['in removed code'] : []),
    ...(finding.alsoReportedBy.length > 0
      ? [`also reported by ${finding.alsoReportedBy.map(codeSpan).join(', ')}`]
      : []),
  ]
  return [
    `### ${number}. ${codeSpan(place(finding))}`,
    '',
    escapeMarkdown(oneLine(finding.message)),
    '',
    facts.join(' · '),
    ...(finding.suppressed === null ? [] : ['', suppressionWords(finding.suppressed, codeSpan)]),
    ...codeBlock(finding),
    ...(explains && finding.voices !== undefined ? ['', ...argumentLines(finding.voices)] : []),
  ]
}

function codeBlock(finding: Finding): readonly string[] {
  const before = bounded(finding.excerpt)
  if (finding.suggestion === null) return before.length === 0 ? [] : ['', ...codeFence(before)]
  const after =
    finding.suggestion.replacement === '' ? [] : bounded(finding.suggestion.replacement.split('\n'))
  return [
    '',
    'Suggestion:',
    '',
    ...codeFence([...before.map((line) => `-${line}`), ...after.map((line) => `+${line}`)], 'diff'),
  ]
}

function bounded(lines: readonly string[]): readonly string[] {
  const cut = lines
    .slice(0, codeLinesMax)
    .map((line) => (line.length > codeColumnsMax ? `${line.slice(0, codeColumnsMax)}…` : line))
  return lines.length > codeLinesMax ? [...cut, '…'] : cut
}

function coverageLines({ coverage }: ReviewReport): readonly string[] {
  const incomplete = incompleteFiles(coverage)
  if (incomplete.length === 0) return []
  const more = incomplete.length - incompleteMax
  return [
    '',
    '### Coverage',
    '',
    coverageSentence(coverage),
    '',
    ...incomplete
      .slice(0, incompleteMax)
      .map(
        ({ path, status, reason }) =>
          `- ${codeSpan(path)} ${status}: ${escapeMarkdown(oneLine(reason ?? 'no reason was given'))}`,
      ),
    ...(more > 0 ? [`- and ${more} more`] : []),
  ]
}

function noteLines({ notes }: ReviewReport): readonly string[] {
  return notes.flatMap((note) => ['', `> ${escapeMarkdown(oneLine(note))}`])
}

function droppedLines(dropped: readonly DroppedFinding[]): readonly string[] {
  if (dropped.length === 0) return []
  const more = dropped.length - droppedMax
  return [
    '',
    '### Dropped',
    '',
    ...dropped
      .slice(0, droppedMax)
      .map(
        ({ path, line, rule, reason, detail }) =>
          `- ${codeSpan(`${path}:${line}`)} ${codeSpan(rule)} ${reason}: ${escapeMarkdown(oneLine(detail))}`,
      ),
    ...(more > 0 ? [`- and ${more} more`] : []),
  ]
}

function place(finding: Finding): string {
  const lines = finding.endLine > finding.line ? `${finding.line}-${finding.endLine}` : `${finding.line}`
  return `${finding.path}:${lines}`
}

/** As many blocks as there is room for, none of them broken. */
function fitting(
  blocks: readonly (readonly string[])[],
  lengthMax: number,
): { lines: readonly string[]; left: number } {
  let used = 0
  const end = blocks.findIndex((block) => {
    used += lengthOf(block)
    return used > lengthMax
  })
  const kept = end === -1 ? blocks : blocks.slice(0, end)
  return { lines: kept.flat(), left: blocks.length - kept.length }
}

function leftOut(count: number, noun: string, verb: string): readonly string[] {
  if (count === 0) return []
  return [
    '',
    count === 1
      ? `One ${noun} ${verb} left out for want of room.`
      : `${count} ${noun}s are left out for want of room.`,
  ]
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0)
}
