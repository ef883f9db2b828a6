/**
 * An answer of the agents as a comment. Of a model's Markdown only this is kept: paragraphs, lists of one level, code in
 * backticks, and blocks of code; every line of words is escaped like any other hostile sentence.
 */
import type { Walkthrough } from '../../domain/agents/agents-report.ts'
import { bytesOf, oneLine } from '../../domain/markdown/cut-text.ts'
import { codeFence, escapeMarkdown } from '../../domain/markdown/escape-markdown.ts'
import type { AgentAnswer, AnswerBlock, CitedCode, Improvement } from '../../ports/agents/questions.ts'
import { counted, pathSpan, sentence } from './words.ts'

const answerBytesMax = 30_000
const lineBytesMax = 2_000
const filesMax = 30
const placesMax = 10
const diagramBytesMax = 8_000

export function agentAnswerBlocks(answer: AgentAnswer): readonly string[] {
  switch (answer.kind) {
    case 'words':
      return [...fitting(answer.blocks.map(blockText)), ...citedLine(answer.cited)]
    case 'description':
      return fitting(description(answer.walkthrough))
    case 'improvements':
      return answer.improvements.length === 0
        ? ['The agents have nothing to improve that the code bears out.']
        : fitting(answer.improvements.map(improvement))
  }
}

/** Whole blocks only; what there is no room for is counted. */
function fitting(blocks: readonly string[]): readonly string[] {
  let bytes = 0
  const kept = blocks.filter((block) => {
    bytes += bytesOf(block) + 2
    return bytes <= answerBytesMax
  })
  const left = blocks.length - kept.length
  return left === 0 ? kept : [...kept, `${counted(left, 'more paragraph')} left out for want of room.`]
}

function blockText({ kind, text, language }: AnswerBlock): string {
  if (kind === 'code') return codeFence(text.split('\n'), language)
  return text
    .split('\n')
    .map((line) => (line.trim() === '' ? '' : lineText(line.trim())))
    .join('\n')
}

function lineText(line: string): string {
  const item = line.startsWith('- ')
  const words = escapeMarkdown(oneLine(item ? line.slice(2) : line, lineBytesMax))
  return item ? `- ${words}` : words
}

function citedLine({ places, notFound }: CitedCode): readonly string[] {
  const spans = [...new Set(places.map((place) => pathSpan(place.path, place)))].slice(0, placesMax)
  if (spans.length > 0) return [`It rests on ${spans.join(', ')}.`]
  return notFound === 0
    ? []
    : ['None of the code that it cites was found where it is said to stand: read it with care.']
}

function description({
  summary,
  files,
  diagram,
  risk,
  effortMinutes,
  missingTests,
}: Walkthrough): readonly string[] {
  const isDrawn = diagram !== null && bytesOf(diagram) <= diagramBytesMax
  return [
    ...(summary === '' ? [] : [sentence(summary)]),
    ...items(
      '',
      files.slice(0, filesMax).map(({ path, text }) => `${pathSpan(path)}: ${sentence(text)}`),
    ),
    ...items(
      `Risk: **${risk.level}**, about ${counted(effortMinutes, 'minute')} to review.`,
      risk.reasons.map(sentence),
      true,
    ),
    ...items(
      'Tests that are missing:',
      missingTests.map(({ path, text }) => `${pathSpan(path)}: ${sentence(text)}`),
    ),
    ...(isDrawn ? [codeFence(diagram.split('\n'), 'mermaid')] : []),
  ]
}

function items(lead: string, texts: readonly string[], isAlwaysLed = false): readonly string[] {
  if (texts.length === 0) return isAlwaysLed ? [lead] : []
  return [[...(lead === '' ? [] : [lead]), ...texts.map((text) => `- ${text}`)].join('\n')]
}

/** Words and code in one piece, so that neither stands without the other. */
function improvement({ path, line, endLine, message, replacement }: Improvement): string {
  const words = `${pathSpan(path, { line, endLine })}: ${sentence(message)}`
  if (replacement === null) return words
  if (replacement === '') return `${words}\n\nProposed: remove these lines.`
  return [words, codeFence(replacement.split('\n'))].join('\n\n')
}
