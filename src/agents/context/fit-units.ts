/** Units as they can go into parts: what is larger than one is split, and data gets less room than code. */
import type { FileToDiscuss } from '../../ports/agents/agents.ts'
import type { FoundUnit } from './find-units.ts'
import type { PreparedUnit } from './prepare-units.ts'
import { firstLines, splitUnit } from './split-unit.ts'
import { isTestPath } from './test-paths.ts'
import type { UnitBlocks } from './unit-blocks.ts'
import { pieceKey } from './unit-key.ts'

export interface SizedUnit {
  readonly prepared: PreparedUnit
  /** Of its changed lines. */
  readonly tokensMin: number
  /** With the few lines beside them. */
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
export const lineTokensMin = 4

const dataLanguages: ReadonlySet<string | null> = new Set(['json', 'yaml', 'markdown', 'xml', 'toml', 'css'])

/** @param room tokens of a part that changed lines may take */
export function fitUnits(units: readonly PreparedUnit[], room: number, blocks: UnitBlocks): FittedUnits {
  const sized = units.map((prepared) => ({ prepared, tokens: blocks(prepared.unit, 'lines').tokens }))
  const isLarge = sized.reduce((sum, { tokens }) => sum + tokens, 0) > room * onePartShare
  const kept = new Map<FileToDiscuss, { changed: number; kept: number }>()
  const fitted: SizedUnit[] = []
  for (const { prepared } of sized) {
    const { unit } = prepared
    const count = kept.get(unit.file) ?? { changed: 0, kept: 0 }
    kept.set(unit.file, count)
    const allowed = Math.min(unit.changed.length, linesMaxOf(unit.file, isLarge) - count.kept)
    count.changed += unit.changed.length
    if (allowed <= 0) continue
    count.kept += allowed
    const fits = (piece: FoundUnit) => blocks(piece, 'bare').tokens <= room
    const shown = firstLines(unit, allowed)
    const pieces = fits(shown) ? [shown] : splitUnit(shown, Math.ceil(room / lineTokensMin), fits)
    fitted.push(...pieces.map((piece) => sizedPiece(prepared, piece, blocks)))
  }
  return { units: fitted, cut: [...kept].flatMap(([file, count]) => cutFile(file, count)) }
}

function sizedPiece(prepared: PreparedUnit, piece: FoundUnit, blocks: UnitBlocks): SizedUnit {
  const { unit, key } = prepared
  const tokensMin = blocks(piece, 'bare').tokens
  return {
    prepared:
      piece === unit
        ? prepared
        : { ...prepared, unit: piece, key: pieceKey(key, piece.changed, unit.changed[0] ?? 0) },
    tokensMin,
    tokens: Math.max(tokensMin, blocks(piece, 'lines').tokens),
    path: unit.path,
    rank: rankOf(unit.file),
  }
}

function cutFile(file: FileToDiscuss, { changed, kept }: { changed: number; kept: number }): CutFile[] {
  if (kept === changed) return []
  return [{ path: file.path, changed, kept, kind: file.role === 'lock' ? 'lock' : 'data' }]
}

export function linesMaxOf({ role, language }: FileToDiscuss, isLarge: boolean): number {
  if (role === 'lock') return lockLinesMax
  return isLarge && dataLanguages.has(language) ? dataLinesMax : Number.POSITIVE_INFINITY
}

export function rankOf({ role, language, head, path }: FileToDiscuss): number {
  if (role === 'lock') return 4
  if (head === null) return 3
  if (language === null || dataLanguages.has(language)) return 2
  return isTestPath(path) ? 1 : 0
}
