/** Runs one rule over one tree and words what it found. */
import type { NapiConfig, SgNode } from '@ast-grep/napi'
import type { Observation } from '../../domain/finding/observation.ts'
import { observe } from '../../domain/finding/observation.ts'
import { fillTemplate, shortText } from './fill-template.ts'
import type { Rule } from './read-rules.ts'

/** A text that repeats one mistake thousands of times is told so often enough. */
const reportsMax = 100

export function matchRule(rule: Rule, root: SgNode, text: string): readonly Observation[] {
  const observations: Observation[] = []
  let lastLine = 0
  for (const match of root.findAll(matcherOf(rule))) {
    const observation = observeMatch(rule, match, text)
    // Nested matches of one rule (`a + b + c` holds `a + b`) are one mistake; the outer comes first.
    if (observation.line === lastLine) continue
    lastLine = observation.line
    observations.push(observation)
    if (observations.length === reportsMax) break
  }
  return observations
}

function matcherOf({ source }: Rule): NapiConfig {
  const { rule, constraints, utils, transform } = source
  const matcher: Record<string, unknown> = { rule }
  if (constraints !== undefined) matcher.constraints = constraints
  if (utils !== undefined) matcher.utils = utils
  if (transform !== undefined) matcher.transform = transform
  return matcher as unknown as NapiConfig
}

function observeMatch({ record, source }: Rule, match: SgNode, text: string): Observation {
  const place = source.at === undefined ? match : (match.getMatch(source.at.slice(1)) ?? match)
  const { start, end } = place.range()
  const range = {
    line: start.line + 1,
    column: start.column + 1,
    endLine: end.line + 1,
    endColumn: end.column + 1,
  }
  const message = fillTemplate(source.message, (name) => shortText(wordsOf(match, name, text)))
  const secret = source.secret === undefined ? null : wordsOf(match, source.secret.slice(1), text)
  return observe(record, range, message, {
    replacement: source.fix === undefined ? null : replacementOf(source.fix, match, text),
    secrets: secret === null ? [] : [unquote(secret)],
  })
}

/** What a metavariable stands for; null when the match does not bind it. */
function wordsOf(match: SgNode, name: string, text: string): string | null {
  const single = match.getMatch(name)?.text() ?? match.getTransformed(name)
  if (single !== null) return single
  const several = match.getMultipleMatches(name)
  const first = several[0]?.range().start.index
  const last = several.at(-1)?.range().end.index
  return first === undefined || last === undefined ? null : text.slice(first, last)
}

/** The lines of the match as they would stand with the fix in its place. */
function replacementOf(fix: string, match: SgNode, text: string): string {
  const { start, end } = match.range()
  const before = text.slice(text.lastIndexOf('\n', start.index - 1) + 1, start.index)
  const lineEnd = text.indexOf('\n', end.index)
  const after = text.slice(end.index, lineEnd === -1 ? text.length : lineEnd)
  return before + fillTemplate(fix, (name) => wordsOf(match, name, text) ?? '') + after
}

function unquote(literal: string): string {
  return literal.replace(/^[bBfFrRuU]{0,2}(['"`]{3}|['"`])([\s\S]*)\1$/, '$2')
}
