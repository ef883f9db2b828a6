/** Runs the patterns of a text's language over its code. */
import { type Observation, observe } from '../../domain/finding/observation.ts'
import { blankOut, commentsAndStrings } from '../../domain/text/comments-and-strings.ts'
import { indexLines } from '../../domain/text/line-index.ts'
import type { AnalysedText } from '../analyser.ts'
import { breakpoint, debugPrint } from './catalogue.ts'
import { debugPrints } from './debug-prints.ts'
import { debugPatternsOf } from './patterns.ts'

export function observeDebugging({ head, language, path }: AnalysedText): readonly Observation[] {
  if (head === null || language === null) return []
  const spans = commentsAndStrings(head, language)
  if (spans === null) return []
  const code = blankOut(head, spans, ['comment', 'string'])
  const lines = indexLines(head)
  const isTest = testPath.test(path)
  const observations: Observation[] = []

  function range(start: number, end: number) {
    const from = lines.positionAt(start)
    const to = lines.positionAt(end)
    return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column }
  }

  for (const { rule, pattern, what, fix, where } of debugPatternsOf(language)) {
    if (where === 'tests' && !isTest) continue
    // `bin/console` opens a prompt on purpose.
    if (rule === breakpoint && /(?:^|\/)console(?:\.rb)?$/.test(path)) continue
    for (const match of code.matchAll(pattern)) {
      const start = match.index + (match[0].length - match[0].trimStart().length)
      observations.push(observe(rule, range(start, match.index + match[0].length), `${what} ${fix}`))
    }
  }
  for (const { start, end } of debugPrints(head, code, language)) {
    observations.push(
      observe(
        debugPrint,
        range(start, end),
        'This print only helps whoever is debugging. Remove it, or write a log message that says what it means.',
      ),
    )
  }
  return observations
}

const testPath =
  /(?:^|\/)(?:tests?|specs?|__tests__|e2e|cypress)\/|[._-](?:test|spec|cy|e2e)\.\w+$|(?:Tests?|Spec)\.\w+$|(?:^|\/)test_/
