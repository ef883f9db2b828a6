/**
 * The index of symbols is made while analysers still work, because it needs nothing of what they say. Whoever asks for
 * it afterwards gets that one; for another change there is none.
 */
import type { ChangeToDiscuss } from '../ports/agents/agents.ts'
import type { Snapshot } from '../ports/source/source.ts'
import { loadTokenCounter } from './context/count-tokens.ts'
import { buildIndex, type IndexParts } from './read-repository.ts'
import { rememberTrees } from './remember-trees.ts'
import type { SymbolIndex } from './symbols/symbol-index.ts'

export interface IndexAhead {
  begin(change: Pick<ChangeToDiscuss, 'snapshot' | 'files'>, signal: AbortSignal): void
  /** The same one for the same snapshot, so that what was read ahead is not read again. */
  remembering(snapshot: Snapshot): Snapshot
  /** Null: nobody began with these files. */
  indexOf(files: ChangeToDiscuss['files']): Promise<SymbolIndex> | null
  close(): Promise<void>
}

export function createIndexAhead(parts: IndexParts): IndexAhead {
  const closing = new AbortController()
  let known: { readonly snapshot: Snapshot; readonly remembered: Snapshot } | null = null
  let begun: { readonly files: ChangeToDiscuss['files']; readonly index: Promise<SymbolIndex> } | null = null

  function remembering(snapshot: Snapshot): Snapshot {
    if (known?.snapshot !== snapshot) known = { snapshot, remembered: rememberTrees(snapshot) }
    return known.remembered
  }

  return {
    remembering,
    begin({ snapshot, files }, signal) {
      const remembered = remembering(snapshot)
      const ending = AbortSignal.any([signal, closing.signal])
      const index = buildIndex(parts, { snapshot: remembered, files }, ending)
      begun = { files, index }
      heardLater(index)
      // These start processes as well, and analysers, which begin now, need not wait for that.
      setImmediate(() => {
        if (ending.aborted) return
        heardLater(remembered.baseTree(), remembered.commitMessages(), loadTokenCounter())
      })
    },
    indexOf: (files) => (begun?.files === files ? begun.index : null),
    async close() {
      closing.abort()
      await begun?.index.catch(() => {})
    },
  }
}

/** Whoever needs one of these hears of its failure. */
function heardLater(...early: readonly Promise<unknown>[]): void {
  for (const one of early) one.catch(() => {})
}
