/** From one changed data file to what is wrong with it. */
import { type Observation, observe } from '../../domain/finding/observation.ts'
import { indexLines } from '../../domain/text/line-index.ts'
import type { AnalysedText } from '../analyser.ts'
import { ruleOf } from './catalogue.ts'
import { jsonDialect } from './json-dialect.ts'
import { placeProblem } from './place-problem.ts'
import { isFatal, isSyntax, type Problem } from './problem.ts'
import { isStrictJson } from './read-json.ts'
import { hasTemplateLines, hasTemplateMark, isTemplatePath } from './template-marks.ts'
import { isTestData } from './test-data-path.ts'

type Reader = (text: string, wasStrict: boolean) => readonly Problem[]

export async function openChecker(): Promise<(text: AnalysedText) => readonly Observation[]> {
  const [{ readJson }, { readYaml }, { readToml }] = await Promise.all([
    import('./read-json.ts'),
    import('./read-yaml.ts'),
    import('./read-toml.ts'),
  ])

  function readerOf(text: AnalysedText): Reader | null {
    if (text.language === 'yaml') return readYaml
    if (text.language === 'toml') return readToml
    if (text.language !== 'json') return null
    const dialect = jsonDialect(text.path)
    if (dialect === null) return null
    return (content, wasStrict) => readJson(content, dialect, wasStrict)
  }

  return (text) => {
    const read = readerOf(text)
    if (read === null || text.head === null || isTemplatePath(text.path)) return []
    const wasStrict = text.language === 'json' && text.base !== null && isStrictJson(text.base)
    return report(text, text.head, read(text.head, wasStrict), () => readsWell(read, text.base))
  }
}

function report(
  text: AnalysedText,
  head: string,
  problems: readonly Problem[],
  baseWasFine: () => boolean,
): readonly Observation[] {
  if (problems.length === 0) return []
  const brokeHere = problems.some(isFatal) && baseWasFine()
  const inTestData = isTestData(text.path)
  const isTemplate = hasTemplateLines(head)
  const lines = indexLines(head)
  return problems.flatMap((problem) => {
    if (isSyntax(problem)) {
      // A file that is wrong on purpose was never right: one that was right until now is worth a word.
      if (inTestData && !brokeHere) return []
      const line = lines.positionAt(problem.start).line
      const before = line > 1 ? lines.lineText(line - 1) : ''
      if (isTemplate || hasTemplateMark(lines.lineText(line)) || hasTemplateMark(before)) return []
    }
    const placed = placeProblem(head, problem, text, brokeHere)
    const rule = ruleOf(problem.rule)
    const confidence = (problem.confidence ?? rule.confidence) * (inTestData ? 0.6 : 1)
    return [observe(rule, placed.range, problem.message + whereItStopped(placed.stoppedAt), { confidence })]
  })
}

function whereItStopped(line: number | null): string {
  return line === null ? '' : ` The parser gives up at line ${line}; before this change it read the file.`
}

/** A base that no parser gets through has no say. */
function readsWell(read: Reader, base: string | null): boolean {
  if (base === null) return false
  try {
    return !read(base, false).some(isFatal)
  } catch {
    return false
  }
}
