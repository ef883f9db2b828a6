/** What the agents said, as Markdown. */
import type { AgentsReport } from '../../domain/agents/agents-report.ts'
import { usageWords } from '../../domain/agents/usage-words.ts'
import type { Voice } from '../../domain/agents/voice.ts'
import type { DroppedFinding } from '../../domain/finding/finding.ts'
import { codeFence, codeSpan, escapeMarkdown } from './escape-markdown.ts'
import { counted, oneLine } from './summary-words.ts'

/** Of all that agents say beside findings. */
const lengthMax = 20_000
const filesMax = 30
const testsMax = 10
const reasonsMax = 8
const refutedMax = 10
const voicesMax = 12
const textCharactersMax = 300
const summaryCharactersMax = 1_000

export function argumentLines(voices: readonly Voice[]): readonly string[] {
  return voices
    .slice(0, voicesMax)
    .map(({ speaker, stance, text }) => `- **${speaker}** ${stance}: ${inShort(text)}`)
}

export function agentsLines(agents: AgentsReport): readonly string[] {
  const blocks = [...walkthroughBlocks(agents), ...refutedBlocks(agents.refuted)]
  let length = 0
  const fitting = blocks.filter((lines) => {
    length += lines.reduce((sum, line) => sum + line.length + 1, 0)
    return length <= lengthMax
  })
  return [
    ...fitting.flat(),
    ...(fitting.length < blocks.length ? ['', 'Some of it is left out for want of room.'] : []),
    '',
    `Agents: ${escapeMarkdown(usageWords(agents))}.`,
  ]
}

/** Each is left out or kept as a whole. */
type Blocks = readonly (readonly string[])[]

function walkthroughBlocks({ walkthrough }: AgentsReport): Blocks {
  if (walkthrough === null) return []
  const { summary, files, diagram, risk, effortMinutes, missingTests } = walkthrough
  return [
    ['', '### Walkthrough', ...(summary === '' ? [] : ['', inShort(summary, summaryCharactersMax)])],
    ...placedItems([''], files.slice(0, filesMax)),
    ['', `Risk: **${risk.level}**. About ${counted(effortMinutes, 'minute')} to review.`],
    ...risk.reasons
      .slice(0, reasonsMax)
      .map((reason, at) => [...(at === 0 ? [''] : []), `- ${inShort(reason)}`]),
    ...placedItems(['', 'Missing tests:', ''], missingTests.slice(0, testsMax)),
    ...(diagram === null ? [] : [['', ...codeFence(diagram.split('\n'), 'mermaid')]]),
  ]
}

/** @param lead stands before the first */
function placedItems(
  lead: readonly string[],
  items: readonly { readonly path: string; readonly text: string }[],
): Blocks {
  return items.map(({ path, text }, at) => [
    ...(at === 0 ? lead : []),
    `- ${codeSpan(path)}: ${inShort(text)}`,
  ])
}

function refutedBlocks(refuted: readonly DroppedFinding[]): Blocks {
  if (refuted.length === 0) return []
  return [
    ['', '### Considered and refuted', ''],
    ...refuted
      .slice(0, refutedMax)
      .map(({ path, line, message, detail, voices = [] }) => [
        `- ${codeSpan(`${path}:${line}`)} ${inShort(message)} ${inShort(detail)}`,
        ...argumentLines(voices).map((one) => `  ${one}`),
      ]),
    ...(refuted.length > refutedMax ? [[`- and ${refuted.length - refutedMax} more`]] : []),
  ]
}

function inShort(text: string, charactersMax = textCharactersMax): string {
  const line = oneLine(text.slice(0, charactersMax))
  return escapeMarkdown(text.length > charactersMax ? `${line}…` : line)
}
