/**
 * oxlint: the rules of ESLint and its neighbours in native code. It runs over neutral copies with our configuration,
 * never inside the repository, whose own configuration may name code to run.
 */

import { type Observation, observe, ruleRecord, type TextRange } from '../../domain/finding/observation.ts'
import { indexLines } from '../../domain/text/line-index.ts'
import type { CommandAnalyser, FileFacts } from '../analyser.ts'
import { catalogue, syntaxError } from './catalogue.ts'
import { configuration, configurationName } from './configuration.ts'
import { copyEnding, isFixtureCopy, isTestCopy } from './copy-name.ts'
import { isMeant } from './is-meant.ts'
import { scriptPath } from './locate.ts'
import type { OxlintRule } from './oxlint-rule.ts'
import { type Diagnostic, readReport, type Span } from './read-report.ts'
import { textOffsets } from './text-offsets.ts'

const languages: ReadonlySet<string | null> = new Set(['javascript', 'typescript', 'tsx'])
const byCode: ReadonlyMap<string, OxlintRule> = new Map(catalogue.map((rule) => [rule.code, rule]))

export const oxlint: CommandAnalyser = {
  kind: 'command',
  id: 'oxlint',
  title: 'oxlint',
  describes: 'JavaScript and TypeScript',
  rules: async () => [...catalogue.map(ruleRecord), ruleRecord(syntaxError)],
  reads: (file) => file.role === 'code' && languages.has(file.language),
  locate: async () => (scriptPath() === null ? null : process.execPath),
  extension: (file: FileFacts) => copyEnding(file.path),
  configuration,
  args: (names) => [
    scriptPath() ?? 'oxlint',
    `--config=${configurationName}`,
    '--disable-nested-config',
    '--no-ignore',
    '--threads=2',
    '--format=json',
    ...names,
  ],
  exitCodes: [0, 1],
  parse(stdout, textOf) {
    const observations = new Map<string, readonly Observation[]>()
    const byName = Map.groupBy(readReport(stdout), (diagnostic) => diagnostic.filename)
    for (const [name, diagnostics] of byName)
      observations.set(name, observeCopy(name, textOf(name), diagnostics))
    return observations
  },
}

function observeCopy(name: string, text: string, diagnostics: readonly Diagnostic[]): readonly Observation[] {
  const lines = indexLines(text)
  const has = remembered(text)
  const offsets = textOffsets(
    text,
    diagnostics.flatMap((diagnostic) => diagnostic.spans.flatMap(endsOf)),
  )

  function placeOf(diagnostic: Diagnostic, marks: 'first' | 'last'): readonly [number, number] {
    const span = diagnostic.spans.at(marks === 'first' ? 0 : -1)
    const [start, end] = span === undefined ? [0, 0] : endsOf(span)
    return [offsets.get(start) ?? 0, offsets.get(end) ?? 0]
  }

  function rangeOf(start: number, end: number): TextRange {
    const from = lines.positionAt(start)
    const to = lines.positionAt(end)
    return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column }
  }

  const syntax = diagnostics.find((diagnostic) => diagnostic.code === null)
  if (syntax !== undefined) {
    const range = rangeOf(...placeOf(syntax, 'last'))
    if (isFixtureCopy(name) || isFlow(name, text) || isTemplate(text, lines.lineText(range.line))) return []
    return [observe(syntaxError, range, syntaxError.message)]
  }
  const found = diagnostics.flatMap((diagnostic) => {
    const rule = byCode.get(diagnostic.code ?? '')
    if (rule === undefined) throw new Error('oxlint reported a rule that is not switched on')
    if (rule.tests === false && isTestCopy(name)) return []
    const [start, end] = withoutBlanks(text, placeOf(diagnostic, rule.marks ?? 'first'))
    if (isMeant(rule, { name, message: diagnostic.message, text, has, lines, start, end })) return []
    return [observe(rule, rangeOf(start, end), rule.message)]
  })
  return unique(found)
}

/** Text between tags begins with the end of the line before. */
function withoutBlanks(text: string, [start, end]: readonly [number, number]): readonly [number, number] {
  const code = text.slice(start, end)
  return code.trim() === '' ? [start, end] : [end - code.trimStart().length, start + code.trimEnd().length]
}

/** Whether the text has a pattern, looked up once for however many reports. */
function remembered(text: string): (pattern: RegExp) => boolean {
  const known = new Map<RegExp, boolean>()
  return (pattern) => {
    const answer = known.get(pattern) ?? pattern.test(text)
    known.set(pattern, answer)
    return answer
  }
}

/** Some rules of two plugins are one rule and report twice. */
function unique(observations: readonly Observation[]): readonly Observation[] {
  return [...new Map(observations.map((o) => [`${o.rule} ${o.line} ${o.column}`, o])).values()]
}

/** JavaScript with types, which another compiler removes. */
function isFlow(name: string, text: string): boolean {
  const types =
    /@flow\b|^(?:import|export) (?:type|typeof|opaque) |^(?:opaque |declare )?type \w+\b[^=\n]{0,80}=/m
  return /\.[mc]?jsx?$/.test(name) && types.test(text)
}

/** A text that another program fills in before it is JavaScript. */
function isTemplate(text: string, line: string): boolean {
  return /<%|\{%/.test(text) || /\{\{[^{}]{0,80}\}\}/.test(line)
}

function endsOf(span: Span): readonly [number, number] {
  return [span.offset, span.offset + span.length]
}
