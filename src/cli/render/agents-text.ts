/** What the agents said, for a terminal: the argument about a finding, the walkthrough in short, what it took. */
import type { AgentsReport, Walkthrough } from '../../domain/agents/agents-report.ts'
import { usageWords } from '../../domain/agents/usage-words.ts'
import type { Voice } from '../../domain/agents/voice.ts'
import { printable } from '../../domain/text/printable.ts'
import type { Paint } from './paint.ts'
import { counted, oneLine } from './summary-words.ts'
import { wrapWords } from './wrap-words.ts'

const filesMax = 10
const reasonsMax = 8
const testsMax = 5
const indent = ' '.repeat(11)

export function argumentLines(voices: readonly Voice[], paint: Paint, width: number): readonly string[] {
  return voices.flatMap(({ speaker, stance, text }) => {
    const lines = wrapWords(oneLine(`${speaker} ${stance}: ${text}`), width - indent.length - 2)
    return lines.map((line, at) => `${indent}${paint.faint(at === 0 ? '› ' : '  ')}${line}`)
  })
}

/** @returns blocks of lines */
export function agentsBlock(
  agents: AgentsReport,
  paint: Paint,
  width: number,
): readonly (readonly string[])[] {
  const { walkthrough, refuted } = agents
  const ended = refuted.length === 0 ? '' : `; ${counted(refuted.length, 'claim')} refuted`
  return [
    ...(walkthrough === null ? [] : [walkthroughLines(walkthrough, paint, width)]),
    wrapWords(printable(`Agents: ${usageWords(agents)}${ended}.`), width).map(paint.faint),
  ]
}

function walkthroughLines(walkthrough: Walkthrough, paint: Paint, width: number): readonly string[] {
  const { summary, files, risk, effortMinutes, missingTests } = walkthrough
  return [
    ...(summary === ''
      ? []
      : [
          paint.strong('What the change does'),
          ...wrapWords(oneLine(summary), width - 2).map((line) => `  ${line}`),
        ]),
    ...items(
      files.map(({ path, text }) => `${path}: ${text}`),
      filesMax,
      'file',
      width,
    ),
    `  Risk: ${risk.level}. About ${counted(effortMinutes, 'minute')} to review.`,
    ...items(risk.reasons, reasonsMax, 'reason', width),
    ...(missingTests.length === 0 ? [] : ['  Missing tests:']),
    ...items(
      missingTests.map(({ path, text }) => `${path}: ${text}`),
      testsMax,
      'case',
      width,
    ),
  ]
}

function items(texts: readonly string[], itemsMax: number, noun: string, width: number): readonly string[] {
  const more = texts.length - itemsMax
  return [
    ...texts
      .slice(0, itemsMax)
      .flatMap((text) =>
        wrapWords(oneLine(text), width - 4).map((line, at) => `${at === 0 ? '  - ' : '    '}${line}`),
      ),
    ...(more > 0 ? [`  - and ${counted(more, `more ${noun}`)}`] : []),
  ]
}
