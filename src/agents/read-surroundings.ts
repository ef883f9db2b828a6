/** Everything that is read before anybody is asked: symbols of the tree, what people said, guidance, and from it the parts. */
import type { ArguedClaim } from '../domain/agents/claim.ts'
import type { Finding } from '../domain/finding/finding.ts'
import type { ChangeToDiscuss } from '../ports/agents/agents.ts'
import type { OutlineCache } from '../ports/syntax/outline-cache.ts'
import type { Syntax } from '../ports/syntax/syntax.ts'
import type { ChangeStory, PackedContext } from './context/context.ts'
import { packContext } from './context/pack-context.ts'
import { readGuidance } from './context/read-guidance.ts'
import type { UnitMemory } from './memory/unit-memory.ts'
import { buildSymbolIndex } from './symbols/build-symbol-index.ts'
import type { SymbolIndex } from './symbols/symbol-index.ts'
import { createTreeReader, type TreeReader } from './tools/tree-reader.ts'

export interface Surroundings {
  readonly packed: PackedContext
  readonly index: SymbolIndex
  readonly tree: TreeReader
  readonly story: ChangeStory
  /** Findings of the last review. */
  readonly earlier: readonly Finding[]
  /** What came of units that were argued about before and are as they were. */
  readonly recalled: readonly ArguedClaim[]
}

export interface SurroundingsParts {
  readonly syntax: Syntax
  readonly outlines: OutlineCache
  /** Names the repository in caches and in the memory. */
  readonly repositoryKey: string
  readonly units: Pick<UnitMemory, 'recall'>
  /** Without commits: the snapshot tells those. */
  readonly story: (signal: AbortSignal) => Promise<Omit<ChangeStory, 'commits'>>
  /** Of the last review. */
  readonly earlier: () => Promise<readonly Finding[]>
}

export async function readSurroundings(
  parts: SurroundingsParts,
  change: ChangeToDiscuss,
  signal: AbortSignal,
): Promise<Surroundings> {
  const { snapshot, files, known, mask } = change
  const { agents, instructionsFor } = change.settings
  const tree = createTreeReader({ snapshot, files })
  const [index, told, commits, guidance, earlier] = await Promise.all([
    buildSymbolIndex({
      snapshot,
      syntax: parts.syntax,
      cache: parts.outlines,
      repositoryKey: parts.repositoryKey,
      changed: files,
      signal,
    }),
    parts.story(signal),
    snapshot.commitMessages(),
    readGuidance(snapshot),
    parts.earlier(),
  ])
  const story = { ...told, commits }
  const recalled: ArguedClaim[] = []
  const packed = await packContext(
    {
      files,
      index,
      tree,
      story,
      known,
      settings: agents,
      guidance,
      instructionsFor,
      mask,
      recall: async (units) => {
        const found = await parts.units.recall(units)
        for (const claims of found.values()) recalled.push(...claims)
        return new Set(found.keys())
      },
    },
    signal,
  )
  return { packed, index, tree, story, earlier, recalled }
}
