/** Finds the planted defects in the units of a prompt: real paths, lines and quotes. */
import type { Block, CodeLine, Prompt } from '../prompt/prompt.ts'
import type { Defect } from '../scenario/scenario.ts'

/** A finding as an answer of a model holds it. */
export interface PlantedFinding {
  readonly path: string
  readonly side: 'RIGHT' | 'LEFT'
  readonly line: number
  readonly endLine: number
  readonly quote: string
  readonly title: string
  readonly message: string
  readonly severity: string
  readonly category: string
  readonly cwe: readonly string[]
  readonly confidence: number
  readonly replacement: string | null
  readonly evidence: readonly Citation[]
}

export interface Citation {
  readonly path: string
  readonly side: 'RIGHT' | 'LEFT'
  readonly line: number
  readonly endLine: number
  readonly quote: string
}

export function findPlanted(
  { blocks }: Prompt,
  defects: readonly Defect[],
  by: Defect['by'],
): readonly PlantedFinding[] {
  const found = blocks
    .filter(({ kind }) => kind === 'unit')
    .flatMap((unit) => defects.filter((defect) => defect.by === by).flatMap((defect) => findIn(unit, defect)))
  const placeOf = ({ path, side, line, title }: PlantedFinding) => JSON.stringify([path, side, line, title])
  return [...new Map(found.map((finding) => [placeOf(finding), finding])).values()]
}

function findIn(unit: Block, defect: Defect): readonly PlantedFinding[] {
  const path = unit.attributes.path ?? ''
  if (!new RegExp(defect.files).test(path)) return []
  const isRemoved = defect.on === 'removed'
  const lines = unit.lines.filter(({ left, right }) => (isRemoved ? left : right) !== null)
  const all = lines.map(({ code }) => code).join('\n')
  if (defect.near !== undefined && !new RegExp(defect.near).test(all)) return []
  if (defect.unless !== undefined && new RegExp(defect.unless).test(all)) return []
  const pattern = new RegExp(defect.line)
  return lines.flatMap((line, index) => {
    if (line.mark !== (isRemoved ? '-' : '+')) return []
    const match = pattern.exec(line.code)
    if (match === null) return []
    if (!agrees(defect.previous, lines[index - 1]) || !agrees(defect.next, lines[index + 1])) return []
    return [findingOf(defect, path, line, match)]
  })
}

function agrees(pattern: string | undefined, line: CodeLine | undefined): boolean {
  return pattern === undefined || (line !== undefined && new RegExp(pattern).test(line.code))
}

function findingOf(defect: Defect, path: string, line: CodeLine, match: RegExpExecArray): PlantedFinding {
  const isRemoved = defect.on === 'removed'
  const number = (isRemoved ? line.left : line.right) ?? 0
  const indent = /^\s*/.exec(line.code)?.[0] ?? ''
  return {
    path,
    side: isRemoved ? 'LEFT' : 'RIGHT',
    line: number,
    endLine: number,
    quote: line.code.trim(),
    title: filled(defect.title, match),
    message: filled(defect.message, match),
    severity: defect.severity,
    category: defect.category,
    cwe: defect.cwe,
    confidence: defect.confidence,
    replacement:
      defect.replace === null || isRemoved
        ? null
        : line.code.replace(match[0], () =>
            filled(defect.replace ?? '', match).replaceAll('{indent}', indent),
          ),
    evidence: [],
  }
}

function filled(template: string, match: RegExpExecArray): string {
  return template.replace(/\$(\d)/g, (_, digit: string) => match[Number(digit)] ?? '')
}

/** The rule that a claim came from. Titles are filled in, so they are compared as patterns. */
export function defectOf(defects: readonly Defect[], title: string): Defect | null {
  return defects.find((defect) => titlePattern(defect).test(title)) ?? null
}

function titlePattern({ title }: Defect): RegExp {
  const parts = title.split(/\$\d/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 's')
}
