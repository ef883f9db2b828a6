/** From one changed workflow to what is wrong with it: our rules on the tree, then actionlint on the text. */

import type { TextRange } from '../../domain/finding/observation.ts'
import { type Observation, observe } from '../../domain/finding/observation.ts'
import { indexLines, type LineIndex } from '../../domain/text/line-index.ts'
import type { AnalysedText } from '../analyser.ts'
import { translate } from './actionlint-messages.ts'
import { ruleOf } from './catalogue.ts'
import type { Inquiry, Rule, Span } from './inquiry.ts'
import { permissions } from './permissions.ts'
import { scriptInjection } from './script-injection.ts'
import { settings } from './settings.ts'
import { shellRisks } from './shell-risks.ts'
import { unpinnedActions } from './unpinned-actions.ts'
import { untrustedCheckout } from './untrusted-checkout.ts'
import type { WorkflowModel } from './workflow-model.ts'

const rules: readonly Rule[] = [
  scriptInjection,
  untrustedCheckout,
  unpinnedActions,
  permissions,
  shellRisks,
  settings,
]

/** Ten times what the longest workflows of real projects have. */
const charactersMax = 256 * 1024

export async function openChecker(): Promise<(text: AnalysedText) => Promise<readonly Observation[]>> {
  const { parseModel, hasAliases } = await import('./parse-model.ts')
  const { openActionlint } = await import('./actionlint-runner.ts')
  const lint = await openActionlint()

  return async (text) => {
    if (text.head === null) return []
    if (text.head.length > charactersMax)
      throw new Error(`a workflow of more than ${charactersMax} characters is not read`)
    const model = parseModel(text.head)
    if (model === null) return []
    const before = text.base === null || text.base.length > charactersMax ? null : parseModel(text.base)
    const observations = inquire(text, text.head, model, before)
    // The program is older than aliases in workflows.
    if (model.kind !== 'workflow' || hasAliases(text.head)) return observations
    return withoutRepeats([...observations, ...linted(text.head, await lint(text.head))])
  }
}

function inquire(
  text: AnalysedText,
  head: string,
  model: WorkflowModel,
  before: WorkflowModel | null,
): readonly Observation[] {
  const observations: Observation[] = []
  const headLines = indexLines(head)
  const baseLines = indexLines(text.base ?? '')
  const added = new Set(text.addedLines)
  const inquiry: Inquiry = {
    source: head,
    model,
    before,
    isAdded: (offset) => added.has(headLines.positionAt(offset).line),
    report(rule, at, message, more = {}) {
      observations.push(observe(ruleOf(rule), rangeOf(headLines, at), message, more))
    },
    reportRemoved(rule, at, message) {
      const { line: first } = baseLines.positionAt(at.start)
      const { line: last } = baseLines.positionAt(at.end)
      const line = text.removedLines.find((one) => one >= first && one <= last)
      if (line === undefined) return
      const content = baseLines.lineText(line)
      const column = content.length - content.trimStart().length + 1
      const range = {
        line,
        column,
        endLine: line,
        endColumn: Math.max(column + 1, content.trimEnd().length + 1),
      }
      observations.push(observe(ruleOf(rule), range, message, { side: 'LEFT' }))
    },
  }
  for (const rule of rules) rule(inquiry)
  return observations
}

function linted(
  head: string,
  results: readonly { line: number; column: number; message: string; kind: string }[],
): readonly Observation[] {
  const lines = indexLines(head)
  const strange = results.some(
    (one) => one.message.startsWith('unexpected key') && translate(one, '') === null,
  )
  return results.flatMap((result) => {
    // A key that is new to the program may be what makes the rest complete.
    if (strange && /is missing in job|^step must run/.test(result.message)) return []
    const content = lines.lineText(result.line)
    const column = codeUnitColumn(content, result.column)
    const at = content.slice(column - 1)
    const told = translate(result, at)
    if (told === null) return []
    const length = Math.max(1, /^[\w./$@*-]*/.exec(at)?.[0].length ?? 1)
    const range = { line: result.line, column, endLine: result.line, endColumn: column + length }
    return [observe(ruleOf(told.rule), range, told.message)]
  })
}

/** The program counts characters, a report counts code units. */
function codeUnitColumn(line: string, column: number): number {
  return [...line].slice(0, Math.max(0, column - 1)).join('').length + 1
}

/** Told at its first line: a script of sixty lines is not marked as a whole. */
function rangeOf(lines: LineIndex, at: Span): TextRange {
  const from = lines.positionAt(at.start)
  const to = lines.positionAt(at.end)
  const endsHere = to.line === from.line
  const endColumn = endsHere ? to.column : lines.lineText(from.line).trimEnd().length + 1
  return {
    line: from.line,
    column: from.column,
    endLine: from.line,
    endColumn: Math.max(from.column + 1, endColumn),
  }
}

/** One rule says a thing once a line. */
function withoutRepeats(observations: readonly Observation[]): readonly Observation[] {
  const seen = new Set<string>()
  return observations.filter((one) => {
    const key = `${one.side} ${one.line} ${one.rule} ${one.rule === 'script-injection' ? one.column : ''}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
