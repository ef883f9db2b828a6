/**
 * The index of the head's tree, and of what changed files lost. Most of a tree is the same as at the last review, so
 * outlines are kept by blob; what is new is read within bounds of files, bytes and time. A first index that takes too
 * long is cut, and goes on from there with the next review.
 */
import type { FileToDiscuss } from '../../ports/agents/agents.ts'
import type { Snapshot } from '../../ports/source/source.ts'
import type { OutlineCache } from '../../ports/syntax/outline-cache.ts'
import type { Outline, Syntax } from '../../ports/syntax/syntax.ts'
import { baseTexts, headTexts } from './changed-texts.ts'
import { chooseFiles, type IndexedFile } from './choose-files.ts'
import { createSymbolIndex } from './create-symbol-index.ts'
import { readOutlines } from './read-outlines.ts'
import type { SymbolIndex } from './symbol-index.ts'

export interface SymbolIndexLimits {
  readonly filesMax: number
  readonly fileBytesMax: number
  /** Of contents that the cache does not know. */
  readonly bytesMax: number
  readonly timeMs: number
}

export interface SymbolIndexOptions {
  readonly snapshot: Snapshot
  readonly syntax: Syntax
  readonly cache: OutlineCache
  readonly repositoryKey: string
  readonly changed: readonly FileToDiscuss[]
  readonly signal: AbortSignal
  readonly limits?: Partial<SymbolIndexLimits>
}

const limitsDefault: SymbolIndexLimits = {
  filesMax: 5_000,
  fileBytesMax: 524_288,
  bytesMax: 64 * 1_048_576,
  timeMs: 20_000,
}
/** Changes with what an outline holds: older ones are left alone in the cache. */
const outlineVersion = 2

export async function buildSymbolIndex(options: SymbolIndexOptions): Promise<SymbolIndex> {
  const { snapshot, syntax, cache, changed, signal } = options
  const limits = { ...limitsDefault, ...options.limits }
  const cacheKey = `outlines ${outlineVersion} of ${options.repositoryKey}`
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(limits.timeMs)])
  const [tree, known] = await Promise.all([snapshot.headTree(), cache.read(cacheKey)])
  const notes: string[] = []
  if (!tree.ok || tree.value === null) notes.push(noTree)

  const own = headTexts(changed)
  const before = baseTexts(changed)
  const ownPaths = new Set(own.map(({ path }) => path))
  const chosen = chooseFiles((tree.ok ? tree.value : null) ?? [], changed)
  const others = chosen.filter(({ path }) => !ownPaths.has(path)).slice(0, limits.filesMax)
  if (chosen.length > others.length + own.length) {
    notes.push(
      `Names were looked up in the nearest ${others.length} of ${chosen.length} files of the repository.`,
    )
  }

  const fresh = new Map<string, Outline>()
  const changedNew = [...own, ...before].filter((file) => !known.has(keyOf(file)))
  const changedOutlines = await syntax.outline(changedNew, signal)
  for (const [at, file] of changedNew.entries()) {
    const outline = changedOutlines[at] ?? null
    if (outline !== null) fresh.set(keyOf(file), outline)
  }
  const unknown = oncePerKey(others.filter((file) => !known.has(keyOf(file))))
  const read = await readOutlines(unknown, { ...limits, snapshot, syntax, signal: inTime })
  for (const [key, outline] of read.outlines) fresh.set(key, outline)
  if (read.left > 0) {
    notes.push(
      read.left === 1
        ? 'One file of the repository was not looked through for names this time.'
        : `${read.left} files of the repository were not looked through for names this time.`,
    )
  }
  await cache.write(cacheKey, fresh)

  const outlinesOf = (files: readonly IndexedFile[]) =>
    new Map(
      files.flatMap((file) => {
        const outline = fresh.get(keyOf(file)) ?? known.get(keyOf(file))
        return outline === undefined ? [] : [[file.path, outline] as const]
      }),
    )
  return createSymbolIndex(outlinesOf([...own, ...others]), notes, outlinesOf(before))
}

/** A blob may stand at several paths, and be read in several languages. */
function keyOf({ object, language }: Pick<IndexedFile, 'object' | 'language'>): string {
  return `${object}:${language}`
}

function oncePerKey(files: readonly IndexedFile[]) {
  return [...new Map(files.map((file) => [keyOf(file), { ...file, key: keyOf(file) }])).values()]
}

const noTree =
  'The files of the repository could not be listed; names were looked up in the changed files alone.'
