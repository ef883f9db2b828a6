/** A review for a person at a terminal: findings by file with the code they are about, then what was and was not looked at. */
import type { DroppedFinding, Finding } from '../../domain/finding/finding.ts'
import type { ReviewReport } from '../../domain/review/report.ts'
import { printable } from '../../domain/text/printable.ts'
import { agentsBlock, argumentLines } from './agents-text.ts'
import { codeLines, suggestionLines } from './code-frame.ts'
import { createPaint, type Paint } from './paint.ts'
import {
  coverageSentence,
  findingFacts,
  findingsSentence,
  incompleteFiles,
  oneLine,
  suppressionWords,
} from './summary-words.ts'
import { wrapPieces, wrapWords } from './wrap-words.ts'

export interface TextOptions {
  readonly colour: boolean
  /** Cells of the terminal. */
  readonly width: number
}

const incompleteMax = 10
const widthMin = 40
const widthMax = 140

export function renderText(report: ReviewReport, options: TextOptions): string {
  const paint = createPaint(options.colour)
  const width = Math.min(Math.max(options.width, widthMin), widthMax)
  const explains = report.dropped !== undefined
  const blocks = [
    ...[...byFile(report.findings)].map(([path, findings]) =>
      fileBlock(path, findings, explains, paint, width),
    ),
    ...(report.dropped === undefined ? [] : [droppedBlock(report.dropped, paint, width)]),
    ...(report.agents === undefined ? [] : agentsBlock(report.agents, paint, width)),
    summaryBlock(report, paint, width),
  ]
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

/** Files in the order of their worst finding. */
function byFile(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  return Map.groupBy(
    findings.filter(({ shown }) => shown),
    ({ path }) => path,
  )
}

function fileBlock(
  path: string,
  findings: readonly Finding[],
  explains: boolean,
  paint: Paint,
  width: number,
): readonly string[] {
  return [
    paint.path(printable(path)),
    ...findings.flatMap((finding) => [
      '',
      ...findingLines(finding, paint, width),
      ...(explains ? argumentLines(finding.voices ?? [], paint, width) : []),
    ]),
  ]
}

function findingLines(finding: Finding, paint: Paint, width: number): readonly string[] {
  const label = finding.severity.padEnd(8)
  const message = wrapWords(oneLine(finding.message), width - 11)
  const place = `${finding.path}:${finding.line}:${finding.column}`
  const facts = [finding.rule, place, ...findingFacts(finding)].map((fact) => printable(fact))
  return [
    ...message.map(
      (line, at) => `  ${at === 0 ? paint.severity(finding.severity, label) : ' '.repeat(8)} ${line}`,
    ),
    ...wrapPieces(facts, width - 11, '  ').map((line) => `           ${paint.faint(line)}`),
    ...codeLines(finding, paint, width),
    ...suggestionLines(finding, paint, width),
    ...(finding.suppressed === null
      ? []
      : [`           ${paint.strong(suppressionWords(finding.suppressed))}`]),
  ]
}

function droppedBlock(dropped: readonly DroppedFinding[], paint: Paint, width: number): readonly string[] {
  if (dropped.length === 0) return [paint.strong('Dropped: nothing.')]
  return [
    paint.strong(`Dropped: ${dropped.length}`),
    ...dropped.flatMap((one) => [
      `  ${printable(`${one.path}:${one.line}`)}  ${paint.faint(printable(one.rule))}  ${one.severity}`,
      ...wrapWords(oneLine(`${one.reason}: ${one.detail}`), width - 4).map((line) => `    ${line}`),
      ...argued(one, paint, width),
    ]),
  ]
}

/** What was argued over is told with what was claimed: nobody has seen it elsewhere. */
function argued({ message, voices }: DroppedFinding, paint: Paint, width: number): readonly string[] {
  if (voices === undefined || voices.length === 0) return []
  const claim = wrapWords(oneLine(message), width - 4).map((line) => `    ${line}`)
  return [...claim, ...argumentLines(voices, paint, width)]
}

function summaryBlock(report: ReviewReport, paint: Paint, width: number): readonly string[] {
  const incomplete = incompleteFiles(report.coverage)
  const sentence = coverageSentence(report.coverage)
  const more = incomplete.length - incompleteMax
  return [
    ...wrapWords(findingsSentence(report), width).map((line) => paint.strong(line)),
    ...(sentence === '' ? [] : [sentence]),
    ...incomplete
      .slice(0, incompleteMax)
      .flatMap(({ status, path, reason }) =>
        hanging(
          `  ${status.padEnd(7)}  `,
          [`${printable(path)}:`, ...words(reason ?? 'no reason was given')],
          width,
        ),
      ),
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...report.notes.flatMap((note) => hanging('note: ', words(note), width)),
  ]
}

function hanging(lead: string, pieces: readonly string[], width: number): readonly string[] {
  const lines = wrapPieces(pieces, width - lead.length)
  return lines.map((line, at) => `${at === 0 ? lead : ' '.repeat(lead.length)}${line}`)
}

function words(text: string): readonly string[] {
  return oneLine(text).split(' ')
}
