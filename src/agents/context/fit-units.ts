/** Units as they can go into parts: what is larger than one is split, and data gets less room than code. */
import type { FileToDiscuss } from '../../ports/agents/agents.ts'
import type { TokenCounter } from './count-tokens.ts'
import type { FoundUnit } from './find-units.ts'
import type { PreparedUnit } from './prepare-units.ts'
import { unitBlock } from './render-unit.ts'
import { firstLines, splitUnit } from './split-unit.ts'
import { isTestPath } from './test-paths.ts'
import { pieceKey } from './unit-key.ts'

export interface SizedUnit {
  readonly prepared: PreparedUnit
  /** Of its changed lines with the few beside them. */
  readonly tokens: number
  readonly path: string
  /** 0 comes first when there is not enough room. */
  readonly rank: number
}

export interface CutFile {
  readonly path: string
  readonly changed: number
  readonly kept: number
  readonly kind: 'lock' | 'data'
}

export interface FittedUnits {
  readonly units: readonly SizedUnit[]
  readonly cut: readonly CutFile[]
}

/** Changed lines of one file; of data only when not everything fits into one part. */
const lockLinesMax = 40
const dataLinesMax = 120
const onePartShare = 0.6
/** No line takes less, with its mark and number. */
const lineTokensMin = 4

const dataLanguages: ReadonlySet<string | null> = new Set(['json', 'yaml', 'markdown', 'xml', 'toml', 'css'])

/** @param room tokens of a part that changed lines may take */
export function fitUnits(units: readonly PreparedUnit[], room: number, counter: TokenCounter): FittedUnits {
  const costOf = (unit: FoundUnit) => counter.count(`${unitBlock(unit, 'lines')}\n`)
  const sized = units.map((prepared) => ({ prepared, tokens: costOf(prepared.unit) }))
  const isLarge = sized.reduce((sum, { tokens }) => sum + tokens, 0) > room * onePartShare
  const kept = new Map<FileToDiscuss, { changed: number; kept: number }>()
  const fitted: SizedUnit[] = []
  for (const { prepared, tokens } of sized) {
    const { unit } = prepared
    const linesMax = linesMaxOf(unit.file, isLarge)
    const count = kept.get(unit.file) ?? { changed: 0, kept: 0 }
    kept.set(unit.file, count)
    const allowed = Math.min(unit.changed.length, linesMax - count.kept)
    count.changed += unit.changed.length
    if (allowed <= 0) continue
    count.kept += allowed
    const shown = firstLines(unit, allowed)
    const cost = shown === unit ? tokens : costOf(shown)
    const pieces =
      cost <= room
        ? [shown]
        : splitUnit(shown, Math.ceil(room / lineTokensMin), (piece) => costOf(piece) <= room)
    for (const piece of pieces)
      fitted.push(sizedPiece(prepared, piece, pieces.length === 1 ? cost : costOf(piece)))
  }
  return { units: fitted, cut: [...kept].flatMap(([file, count]) => cutFile(file, count)) }
}

function sizedPiece(prepared: PreparedUnit, piece: FoundUnit, tokens: number): SizedUnit {
  const { unit, key } = prepared
  const isWhole = piece === unit
  return {
    prepared: isWhole
      ? prepared
      : { ...prepared, unit: piece, key: pieceKey(key, piece.changed, unit.changed[0] ?? 0) },
    tokens,
    path: unit.path,
    rank: rankOf(unit.file),
  }
}

function cutFile(file: FileToDiscuss, { changed, kept }: { changed: number; kept: number }): CutFile[] {
  if (kept === changed) return []
  return [{ path: file.path, changed, kept, kind: file.role === 'lock' ? 'lock' : 'data' }]
}

function linesMaxOf({ role, language }: FileToDiscuss, isLarge: boolean): number {
  if (role === 'lock') return lockLinesMax
  return isLarge && dataLanguages.has(language) ? dataLinesMax : Number.POSITIVE_INFINITY
}

function rankOf({ role, language, head, path }: FileToDiscuss): number {
  if (role === 'lock') return 4
  if (head === null) return 3
  if (language === null || dataLanguages.has(language)) return 2
  return isTestPath(path) ? 1 : 0
}
