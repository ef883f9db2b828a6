/** What the rules say of code that they were not written against. */
import { observeCode } from '../../src/analysers/ast-grep/observe-code.ts'
import type { Case } from '../cases.ts'
import type { Judgement, Judgements } from './judgements.ts'
import { judgementKey } from './judgements.ts'
import { type CodeFile, readTree } from './read-tree.ts'

export interface RealReport {
  readonly key: string
  readonly caseId: string
  readonly ruleFolder: string
  readonly rule: string
  readonly path: string
  readonly line: number
  readonly message: string
  readonly judgement: Judgement | null
}

export interface UnreadFile {
  readonly caseId: string
  readonly path: string
  readonly reason: string
}

export interface RealCode {
  readonly linesByFolder: ReadonlyMap<string, number>
  readonly reports: readonly RealReport[]
  /** Files that the rules refuse; their lines do not count. */
  readonly unread: readonly UnreadFile[]
}

export async function evaluateRealCode(
  cases: readonly Case[],
  { projects, judgements }: Judgements,
): Promise<RealCode> {
  const linesByFolder = new Map<string, number>()
  const reports: RealReport[] = []
  const unread: UnreadFile[] = []
  // One project at several times shares most of its files; each content counts once.
  const seen = new Set<string>()
  for (const { id, folder } of cases) {
    for (const file of await readTree(folder, 'head')) {
      const content = `${file.object} ${file.ruleFolder}`
      if (seen.has(content)) continue
      seen.add(content)
      try {
        reports.push(...(await reportsOn(file, id, projects[id] ?? id, judgements)))
        linesByFolder.set(file.ruleFolder, (linesByFolder.get(file.ruleFolder) ?? 0) + codeLines(file.text))
      } catch (error) {
        unread.push({
          caseId: id,
          path: file.path,
          reason: error instanceof Error ? error.message : String(error),
        })
      }
    }
  }
  return { linesByFolder, reports, unread }
}

/** Lines that hold more than blanks. */
export function codeLines(text: string): number {
  return text.split('\n').filter((line) => line.trim() !== '').length
}

async function reportsOn(
  file: CodeFile,
  caseId: string,
  project: string,
  judgements: Judgements['judgements'],
): Promise<readonly RealReport[]> {
  const lines = file.text.split('\n')
  const occurrences = new Map<string, number>()
  return (await observeCode(file.path, file.language, file.text)).map(({ rule, line, message }) => {
    const lineText = lines[line - 1] ?? ''
    const place = { project, path: file.path, rule, lineText, occurrence: 1 }
    const first = judgementKey(place)
    const occurrence = (occurrences.get(first) ?? 0) + 1
    occurrences.set(first, occurrence)
    const key = judgementKey({ ...place, occurrence })
    const { path, ruleFolder } = file
    return { key, caseId, ruleFolder, rule, path, line, message, judgement: judgements[key] ?? null }
  })
}
