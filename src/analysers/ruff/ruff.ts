/** ruff: the rules of pyflakes, flake8-bugbear, bandit and pylint, in process and without files. */
import { type Observation, observe, ruleRecord, type TextRange } from '../../domain/finding/observation.ts'
import type { AnalysedText, TextAnalyser } from '../analyser.ts'
import type { Diagnostic } from './read-diagnostics.ts'

const noNames: ReadonlySet<string> = new Set()

export const ruff: TextAnalyser = {
  kind: 'text',
  id: 'ruff',
  title: 'ruff',
  describes: 'Python',
  async rules() {
    const { catalogue, syntaxError } = await import('./catalogue.ts')
    return [...catalogue, syntaxError].map(ruleRecord)
  },
  reads: (file) => file.role === 'code' && file.language === 'python',
  opensSlowly: true,
  open: openRuff,
}

async function openRuff(): Promise<(text: AnalysedText) => readonly Observation[]> {
  const { indexLines } = await import('../../domain/text/line-index.ts')
  const { catalogue, syntaxError } = await import('./catalogue.ts')
  const { fixedLines } = await import('./fixed-lines.ts')
  const { isMeant, stringValue } = await import('./is-meant.ts')
  const { isOtherPython } = await import('./is-other-python.ts')
  const { loadWorkspace } = await import('./load-workspace.ts')
  const { readDiagnostics } = await import('./read-diagnostics.ts')
  const { pathKind } = await import('./path-kind.ts')
  const byCode = new Map(catalogue.map((rule) => [rule.id, rule]))
  const check = loadWorkspace()

  return ({ path, head, base }) => {
    if (head === null) return []
    const diagnostics = readDiagnostics(check(head))
    const kind = pathKind(path)
    const broken = diagnostics.find((diagnostic) => diagnostic.code === 'invalid-syntax')
    if (broken !== undefined) {
      // What ruff says of the rest of a broken text is guesswork; and what was broken before is not this change's doing.
      const silent = kind === 'example' || isOtherPython(head) || (base !== null && isBroken(base))
      return silent ? [] : [observe(syntaxError, rangeOf(broken), syntaxError.message)]
    }
    const lines = indexLines(head)
    const has = remembered(head)
    const undefinedBefore = undefinedNames(diagnostics, head).size === 0 ? noNames : undefinedNamesOf(base)
    return diagnostics.flatMap((diagnostic) => {
      const rule = byCode.get(diagnostic.code)
      if (rule === undefined) throw new Error('ruff reported a rule that is not switched on')
      if (rule.tests === false && kind !== 'code') return []
      if (rule.examples === false && kind === 'example') return []
      const range = rangeOf(diagnostic)
      const start = lines.offsetAt(range.line, range.column)
      const end = Math.min(lines.offsetAt(range.endLine, range.endColumn), start + 400)
      const code = head.slice(start, end)
      const line = lines.lineText(range.line).slice(0, 1000)
      const reported = { path, message: diagnostic.message, has, code, line, row: range.line, lines }
      if (rule.id === 'F821' && undefinedBefore.has(code)) return []
      if (isMeant(rule.id, reported)) return []
      const secret = rule.defect === 'hard-coded-credential' ? stringValue(code) : ''
      const replacement = rule.fixes ? fixedLines(diagnostic, range, lines) : null
      return [observe(rule, range, rule.message, { replacement, secrets: secret === '' ? [] : [secret] })]
    })
  }

  /** A name that the file used before without defining it comes from somewhere that ruff cannot see. */
  function undefinedNamesOf(base: string | null): ReadonlySet<string> {
    if (base === null) return noNames
    try {
      return undefinedNames(readDiagnostics(check(base)), base)
    } catch {
      return noNames
    }
  }

  function undefinedNames(diagnostics: readonly Diagnostic[], text: string): ReadonlySet<string> {
    const found = diagnostics.filter((diagnostic) => diagnostic.code === 'F821')
    if (found.length === 0) return noNames
    const lines = indexLines(text)
    return new Set(
      found.map(({ start_location: start, end_location: end }) =>
        lines.lineText(start.row).slice(start.column - 1, end.column - 1),
      ),
    )
  }

  function isBroken(text: string): boolean {
    return readDiagnostics(check(text)).some((diagnostic) => diagnostic.code === 'invalid-syntax')
  }
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

interface Placed {
  readonly start_location: { readonly row: number; readonly column: number }
  readonly end_location: { readonly row: number; readonly column: number }
}

function rangeOf({ start_location: start, end_location: end }: Placed): TextRange {
  return { line: start.row, column: start.column, endLine: end.row, endColumn: end.column }
}
