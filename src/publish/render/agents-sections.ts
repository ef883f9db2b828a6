/**
 * What the agents said, on a pull request: the change in short, which tests it lacks, what was considered and refuted,
 * how a finding was argued, what it took. All of it is models' words: one line each, escaped, bounded.
 */
import type { AgentsReport, EndedFinding, Walkthrough } from '../../domain/agents/agents-report.ts'
import { usageWords } from '../../domain/agents/usage-words.ts'
import type { Voice } from '../../domain/agents/voice.ts'
import type { DroppedFinding, Finding } from '../../domain/finding/finding.ts'
import { bytesOf, oneLine } from '../../domain/markdown/cut-text.ts'
import { codeFence, escapeMarkdown } from '../../domain/markdown/escape-markdown.ts'
import { piecesOf, type Section } from '../../domain/markdown/fit-sections.ts'
import type { ReviewReport } from '../../domain/review/report.ts'
import type { Verdict } from '../conclude.ts'
import { folded, list } from './list-section.ts'
import { counted, pathSpan, sentence } from './words.ts'

const summaryBytesMax = 2_000
const textBytesMax = 400
const voiceBytesMax = 500
const voicesMax = 12
const reasonsMax = 8
const diagramBytesMax = 8_000

/** On top of everything: who reads only one line more than the verdict reads this. */
export function stopNote({ agentsStopped }: Verdict): readonly string[] {
  return agentsStopped === null ? [] : [`> **${sentence(agentsStopped)}**`]
}

export function walkthroughSections({ agents }: ReviewReport): readonly Section[] {
  const walkthrough = agents?.walkthrough ?? null
  return walkthrough === null ? [] : [changeSection(walkthrough)]
}

function changeSection({ summary, risk, effortMinutes }: Walkthrough): Section {
  const pieces = [
    ...(summary === '' ? [] : [`${escapeMarkdown(oneLine(summary, summaryBytesMax))}\n`]),
    `Risk: **${risk.level}** · about ${counted(effortMinutes, 'minute')} to review`,
    ...risk.reasons.slice(0, reasonsMax).map((reason) => `- ${inShort(reason)}`),
  ]
  return list(
    summary === '' ? '### Risk' : '### What the change does',
    piecesOf(pieces, (piece) => piece),
    'line',
  )
}

/** Folded: for those who want to know more. */
export function agentsSections({ agents }: ReviewReport): readonly Section[] {
  if (agents === undefined) return []
  const { walkthrough, refuted, over = [] } = agents
  const tests = piecesOf(
    walkthrough?.missingTests ?? [],
    ({ path, text }) => `- ${pathSpan(path)}: ${inShort(text)}`,
  )
  return [
    folded('Over since the last review', piecesOf(over, endedItem), 'finding'),
    folded('Missing tests', tests, 'case'),
    diagramSection(walkthrough?.diagram ?? null),
    folded('Considered and refuted', piecesOf(refuted, refutedItem), 'claim'),
  ]
}

function diagramSection(diagram: string | null): Section {
  const shown = diagram === null || bytesOf(diagram) > diagramBytesMax ? [] : [diagram]
  return {
    before: '<details><summary>Calls between modules that changed</summary>',
    ...piecesOf(shown, (text) => codeFence(text.split('\n'), 'mermaid')),
    after: '</details>',
    separator: '\n\n',
    leftOut: () => 'There is no room for the diagram.',
  }
}

function endedItem({ path, severity, message, reason }: EndedFinding): string {
  return `- **${severity}** ${pathSpan(path)}: ${inShort(message)} — ${inShort(reason)}`
}

function refutedItem({ path, line, severity, message, detail, voices = [] }: DroppedFinding): string {
  const place = pathSpan(path, { line, endLine: line })
  return [
    `- **${severity}** ${place}: ${inShort(message)} — ${inShort(detail)}`,
    ...voiceItems(voices).map((item) => `  ${item}`),
  ].join('\n')
}

/** The folded argument behind a finding; nothing for one that nobody argued about. */
export function argument({ voices = [] }: Pick<Finding, 'voices'>): readonly string[] {
  if (voices.length === 0) return []
  return [
    '<details><summary>How it was argued</summary>',
    [...voiceItems(voices), '- outcome: upheld'].join('\n'),
    '</details>',
  ]
}

function voiceItems(voices: readonly Voice[]): readonly string[] {
  const more = voices.length - voicesMax
  return [
    ...voices
      .slice(0, voicesMax)
      .map(
        ({ speaker, stance, text }) =>
          `- **${speaker}** ${stance}: ${escapeMarkdown(oneLine(text, voiceBytesMax))}`,
      ),
    ...(more > 0 ? [`- and ${more} more`] : []),
  ]
}

/** What it took, for whoever pays. */
export function usageLine({ agents }: ReviewReport): readonly string[] {
  return agents === undefined || isUnasked(agents) ? [] : [`Agents: ${sentence(usageWords(agents))}`]
}

/** Stopped before anybody was asked anything: then there is nothing to tell. */
function isUnasked({ stopped, usage }: AgentsReport): boolean {
  return stopped !== null && usage.calls === 0 && usage.remembered === 0
}

function inShort(text: string): string {
  return escapeMarkdown(oneLine(text, textBytesMax))
}
