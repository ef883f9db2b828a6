/**
 * The one comment below the pull request: what came of the review, everything that stands on no line, what was not
 * reviewed and why. The same review makes the same text, so that nothing is written when nothing is new.
 */
import type { Finding } from '../../domain/finding/finding.ts'
import { oneLine } from '../../domain/markdown/cut-text.ts'
import { codeSpan, escapeMarkdown } from '../../domain/markdown/escape-markdown.ts'
import { fitSections, piecesOf, type Section } from '../../domain/markdown/fit-sections.ts'
import type { CoverageLine, ReviewReport } from '../../domain/review/report.ts'
import type { Verdict } from '../conclude.ts'
import type { Fate, SettledFinding } from '../decide-fates.ts'
import { marker } from '../markers.ts'
import { agentsSections, stopNote, usageLine, walkthroughSections } from './agents-sections.ts'
import { fileWithReason, findingLine } from './list-lines.ts'
import { folded, list } from './list-section.ts'
import { verdictSentence } from './verdict.ts'
import { commitSpan, counted, findingCounts, pathSpan, sentence } from './words.ts'

export interface SummaryFacts {
  readonly report: ReviewReport
  readonly settled: readonly SettledFinding[]
  readonly verdict: Verdict
  readonly takesCommands: boolean
}

/** GitHub counts bytes where its documentation says characters; a little is left for what it adds. */
const bodyBytesMax = 65_000
/** A list of all files of a huge change is of use to nobody. */
const filesMax = 300
const fileTextBytesMax = 300
const commandsLine =
  'Write `/autogen help` to see what can be asked; `/autogen dismiss ID REASON` puts a finding aside.'

export function renderSummary({ report, settled, verdict, takesCommands }: SummaryFacts): string {
  return fitSections(
    {
      lead: [
        [marker('summary'), marker('head', report.head)].join('\n'),
        '## autogen-bot review',
        `**${verdictSentence(verdict)}**`,
        ...stopNote(verdict),
        reviewedLine(report, verdict),
      ].join('\n\n'),
      sections: [
        ...walkthroughSections(report),
        offLines(settled),
        missedFiles(verdict.missed),
        notes(report.notes.filter((note) => note !== verdict.agentsStopped)),
        closedByPeople(settled),
        demoted(settled),
        dismissed(settled),
        beyondLimit(settled),
        ...agentsSections(report),
        leftOutFiles(verdict.leftOut),
        changedFiles(report, settled),
      ],
      tail: [...usageLine(report), ...(takesCommands ? [commandsLine] : [])].join('\n\n'),
    },
    bodyBytesMax,
  )
}

function reviewedLine(report: ReviewReport, { read, leftOut, missed }: Verdict): string {
  const files = read.length + leftOut.length + missed.length
  const { added, removed } = report.stats
  return (
    `Reviewed ${commitSpan(report.head)} against ${commitSpan(report.mergeBase)}: ${read.length} of ` +
    `${counted(files, 'changed file')} in full, ${counted(added, 'line')} added, ${removed} removed.`
  )
}

function offLines(settled: readonly SettledFinding[]): Section {
  const pieces = piecesOf(withFate(settled, 'not-on-line'), ({ finding, fate }) =>
    findingLine(finding, sentence(fate.reason)),
  )
  return list('### Findings that are not on lines', pieces, 'finding')
}

function missedFiles(missed: readonly CoverageLine[]): Section {
  return list('### Not reviewed in full', piecesOf(missed, fileWithReason), 'file')
}

function notes(texts: readonly string[]): Section {
  return {
    ...list(
      '',
      piecesOf(texts, (note) => `> ${sentence(note)}`),
      'note',
    ),
    separator: '\n\n',
  }
}

function closedByPeople(settled: readonly SettledFinding[]): Section {
  const pieces = piecesOf(withFate(settled, 'closed-by-person'), ({ finding }) => findingLine(finding, ''))
  return folded('Conversation resolved, finding still there', pieces, 'finding')
}

function demoted(settled: readonly SettledFinding[]): Section {
  const pieces = piecesOf(withFate(settled, 'demoted'), ({ finding, fate }) =>
    findingLine(finding, sentence(fate.reason)),
  )
  return folded('Of rules that this repository keeps rejecting', pieces, 'finding')
}

function dismissed(settled: readonly SettledFinding[]): Section {
  const pieces = piecesOf(withFate(settled, 'dismissed'), ({ finding, fate }) =>
    findingLine(finding, `dismissed by ${codeSpan(fate.by)}: ${sentence(fate.reason)}`),
  )
  return folded('Dismissed', pieces, 'finding')
}

function beyondLimit(settled: readonly SettledFinding[]): Section {
  const pieces = piecesOf(withFate(settled, 'beyond-limit'), ({ finding }) => findingLine(finding, ''))
  return folded('Beyond the limit of findings on lines', pieces, 'finding')
}

function leftOutFiles(leftOut: readonly CoverageLine[]): Section {
  return folded('Left out on purpose', piecesOf(leftOut, fileWithReason), 'file')
}

function changedFiles(report: ReviewReport, settled: readonly SettledFinding[]): Section {
  const byPath = Map.groupBy(
    settled.filter(({ fate }) => fate.kind !== 'dismissed'),
    ({ finding }) => finding.path,
  )
  const told = new Map(report.agents?.walkthrough?.files.map(({ path, text }) => [path, text]))
  const pieces = piecesOf(report.coverage, (line) => {
    const findings = (byPath.get(line.path) ?? []).map(({ finding }) => finding)
    const was = line.previousPath === undefined ? '' : ` (was ${pathSpan(line.previousPath)})`
    const text = told.get(line.path)
    const does = text === undefined ? '' : ` — ${escapeMarkdown(oneLine(text, fileTextBytesMax))}`
    return `- ${pathSpan(line.path)}${was}: ${fileWords(line, findings)}${does}`
  })
  return folded('Changed files', pieces, 'file', filesMax)
}

function fileWords(line: CoverageLine, findings: readonly Finding[]): string {
  const found = findings.length > 0 ? findingCounts(findings) : 'no findings'
  if (line.status === 'skipped') return 'not reviewed'
  return line.status === 'partly' ? `${found}; read in part` : found
}

function withFate<Kind extends Fate['kind']>(
  settled: readonly SettledFinding[],
  kind: Kind,
): readonly { readonly finding: Finding; readonly fate: Extract<Fate, { kind: Kind }> }[] {
  return settled.flatMap(({ finding, fate }) =>
    fate.kind === kind ? [{ finding, fate: fate as Extract<Fate, { kind: Kind }> }] : [],
  )
}
