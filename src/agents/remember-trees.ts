/** The trees of a change are listed once for all that look into them: each listing is a process, and large in large trees. */
import type { Snapshot } from '../ports/source/source.ts'

export function rememberTrees(snapshot: Snapshot): Snapshot {
  return { ...snapshot, headTree: once(() => snapshot.headTree()), baseTree: once(() => snapshot.baseTree()) }
}

function once<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let known: Promise<Value> | null = null
  return () => {
    known ??= read()
    return known
  }
}
