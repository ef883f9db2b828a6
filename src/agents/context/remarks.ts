/** What is known of a unit's lines beforehand: analysers' findings, earlier remarks, instructions for its path. */
import type { KnownDefect } from '../../ports/agents/agents.ts'
import { cleanMasked, cleanProse } from '../hostile/clean-prose.ts'
import { dataBlock } from '../hostile/data-block.ts'
import type { EarlierRemark, LineSpan } from './context.ts'
import type { FoundUnit } from './find-units.ts'

export interface UnitRemarks {
  readonly known: readonly KnownDefect[]
  readonly earlier: readonly EarlierRemark[]
  readonly instructions: readonly string[]
}

export interface RemarkSources {
  readonly known: readonly KnownDefect[]
  readonly earlier: readonly EarlierRemark[]
  /** Of the configuration, for a path; in its order. */
  readonly instructionsFor: (path: string) => readonly string[]
}

const knownMax = 12
const earlierMax = 8
const instructionsMax = 5
const knownCharactersMax = 300
const earlierCharactersMax = 600
const instructionCharactersMax = 2_000
const nearLines = 3

/** A remark that stands on no unit's lines goes to the first unit of its file. */
export function remarksOf(unit: FoundUnit, isFirstOfFile: boolean, sources: RemarkSources): UnitRemarks {
  const known = sources.known.filter(
    ({ path, side, line, endLine }) =>
      path === unit.path && touches(side === 'RIGHT' ? unit.head : unit.base, line, endLine),
  )
  const earlier = sources.earlier.filter(
    ({ path, line }) =>
      path === unit.path && (line === null ? isFirstOfFile : touches(unit.head ?? unit.base, line, line)),
  )
  return {
    known: known.slice(0, knownMax),
    earlier: earlier.slice(0, earlierMax),
    instructions: sources.instructionsFor(unit.path).slice(0, instructionsMax),
  }
}

function touches(span: LineSpan | null, line: number, endLine: number): boolean {
  return span !== null && line <= span.endLine + nearLines && endLine >= span.line - nearLines
}

export function knownBlock(
  path: string,
  known: readonly KnownDefect[],
  mask: (text: string) => string,
): string {
  const lines = known.map(
    ({ rule, severity, side, line, endLine, message }) =>
      `${side === 'RIGHT' ? 'R' : 'L'}${line}${endLine > line ? `-${endLine}` : ''} ${severity} ${rule}: ${oneLine(mask(message), knownCharactersMax)}`,
  )
  return dataBlock('known', { path }, lines.join('\n'))
}

export function earlierBlock(
  path: string,
  earlier: readonly EarlierRemark[],
  mask: (text: string) => string,
): string {
  const lines = earlier.map(({ finding, line, fate, text, reason }) => {
    const place = line === null ? 'file' : `line ${line}`
    const name = finding === null ? '' : ` finding ${oneLine(finding, 40)}`
    const why = reason === '' ? '' : ` (because: ${oneLine(mask(reason), earlierCharactersMax)})`
    return `[${fate}] ${place}${name}: ${oneLine(mask(text), earlierCharactersMax)}${why}`
  })
  return dataBlock('earlier', { path }, lines.join('\n'))
}

/** @param paths those that it is for */
export function instructionsBlock(
  paths: readonly string[],
  instruction: string,
  mask: (text: string) => string,
): string {
  const named = paths.slice(0, 5).join(', ')
  const more = paths.length > 5 ? ` and ${paths.length - 5} more` : ''
  return dataBlock(
    'instructions',
    { paths: `${named}${more}` },
    cleanMasked(instruction, instructionCharactersMax, mask),
  )
}

function oneLine(text: string, charactersMax: number): string {
  return cleanProse(text, charactersMax).replace(/\s+/g, ' ')
}
