/** What every discussion reads beside the change: names of the tree, its files by path, and what people say of the change. */
import type { ChangeToDiscuss } from '../ports/agents/agents.ts'
import type { OutlineCache } from '../ports/syntax/outline-cache.ts'
import type { Syntax } from '../ports/syntax/syntax.ts'
import type { ChangeStory } from './context/context.ts'
import { buildSymbolIndex } from './symbols/build-symbol-index.ts'
import type { SymbolIndex } from './symbols/symbol-index.ts'
import { createTreeReader, type TreeReader } from './tools/tree-reader.ts'

export interface IndexParts {
  readonly syntax: Syntax
  readonly outlines: OutlineCache
  /** Names the repository in caches and in the memory. */
  readonly repositoryKey: string
}

export interface RepositoryParts extends IndexParts {
  /** The index of these files when it was begun before; null when it was not. */
  readonly indexOf?: (files: ChangeToDiscuss['files']) => Promise<SymbolIndex> | null
  /** Without commits: the snapshot tells those. */
  readonly story: (signal: AbortSignal) => Promise<Omit<ChangeStory, 'commits'>>
}

export interface ReadRepository {
  readonly index: SymbolIndex
  readonly tree: TreeReader
  readonly story: ChangeStory
}

export async function readRepository(
  parts: RepositoryParts,
  { snapshot, files }: ChangeToDiscuss,
  signal: AbortSignal,
): Promise<ReadRepository> {
  const [index, told, commits] = await Promise.all([
    parts.indexOf?.(files) ?? buildIndex(parts, { snapshot, files }, signal),
    parts.story(signal),
    snapshot.commitMessages(),
  ])
  return { index, tree: createTreeReader({ snapshot, files }), story: { ...told, commits } }
}

export function buildIndex(
  { syntax, outlines, repositoryKey }: IndexParts,
  { snapshot, files }: Pick<ChangeToDiscuss, 'snapshot' | 'files'>,
  signal: AbortSignal,
): Promise<SymbolIndex> {
  return buildSymbolIndex({ snapshot, syntax, cache: outlines, repositoryKey, changed: files, signal })
}
