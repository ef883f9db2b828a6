/** Trees and messages of a change are read once for all that look into them: each time is a process, and large in large trees. */
import type { Snapshot } from '../ports/source/source.ts'

export function rememberTrees(snapshot: Snapshot): Snapshot {
  return {
    ...snapshot,
    headTree: once(() => snapshot.headTree()),
    baseTree: once(() => snapshot.baseTree()),
    commitMessages: once(() => snapshot.commitMessages()),
  }
}

function once<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let known: Promise<Value> | null = null
  return () => {
    known ??= read()
    return known
  }
}
