/** From one changed Dockerfile to what is wrong with it. */
import { type Observation, observe, type TextRange } from '../../domain/finding/observation.ts'
import { indexLines, type LineIndex } from '../../domain/text/line-index.ts'
import type { AnalysedText } from '../analyser.ts'
import { baseImages } from './base-images.ts'
import { ruleOf } from './catalogue.ts'
import { imageSecrets } from './image-secrets.ts'
import type { Inquiry, Rule } from './inquiry.ts'
import { instructions } from './instructions.ts'
import type { Span } from './read-image.ts'
import { runCommands } from './run-commands.ts'
import { users } from './users.ts'

const rules: readonly Rule[] = [baseImages, users, imageSecrets, runCommands, instructions]

/** The parser is not made for more: a mebibyte of one-letter words costs seconds. */
const charactersMax = 128 * 1024

/** Some rules look at every pair of instructions. */
const instructionsMax = 2000

export async function openChecker(): Promise<(text: AnalysedText) => readonly Observation[]> {
  const { readImage } = await import('./read-image.ts')

  return (text) => {
    if (text.head === null) return []
    if (text.head.length > charactersMax)
      throw new Error(`a Dockerfile of more than ${charactersMax} characters is not read`)
    const file = readImage(text.head)
    if (file.commands.length > instructionsMax)
      throw new Error(`a Dockerfile of more than ${instructionsMax} instructions is not read`)
    const observations: Observation[] = []
    const headLines = indexLines(text.head)
    const baseLines = indexLines(text.base ?? '')
    const added = new Set(text.addedLines)
    const inquiry: Inquiry = {
      file,
      before: text.base === null || text.base.length > charactersMax ? null : readImage(text.base),
      isAdded: (offset) => added.has(headLines.positionAt(offset).line),
      report(rule, at, message, more = {}) {
        observations.push(observe(ruleOf(rule), rangeOf(headLines, at), message, more))
      },
      reportRemoved(rule, at, message) {
        const range = rangeOf(baseLines, at)
        if (!text.removedLines.includes(range.line)) return
        observations.push(observe(ruleOf(rule), range, message, { side: 'LEFT' }))
      },
    }
    for (const rule of rules) rule(inquiry)
    return observations
  }
}

/** Told at its first line: an instruction of sixty lines is not marked as a whole. */
function rangeOf(lines: LineIndex, at: Span): TextRange {
  const from = lines.positionAt(at.start)
  const to = lines.positionAt(at.end)
  const endColumn = to.line === from.line ? to.column : lines.lineText(from.line).trimEnd().length + 1
  return {
    line: from.line,
    column: from.column,
    endLine: from.line,
    endColumn: Math.max(from.column + 1, endColumn),
  }
}
