/** One case as the agents would meet it: the real source, the real symbol index of its head. */
import { fileURLToPath } from 'node:url'
import { createGitSource } from '../../src/adapters/git/git-source.ts'
import { createProcessSandbox } from '../../src/adapters/sandbox/process-sandbox.ts'
import { type GuidanceText, readGuidance } from '../../src/agents/context/read-guidance.ts'
import { buildSymbolIndex } from '../../src/agents/symbols/build-symbol-index.ts'
import type { SymbolIndex } from '../../src/agents/symbols/symbol-index.ts'
import { createTreeReader, type TreeReader } from '../../src/agents/tools/tree-reader.ts'
import { createSyntax } from '../../src/analysers/syntax/create-syntax.ts'
import { readSettings } from '../../src/app/read-settings.ts'
import type { FileToDiscuss } from '../../src/ports/agents/agents.ts'
import type { OutlineCache } from '../../src/ports/syntax/outline-cache.ts'
import type { Outline } from '../../src/ports/syntax/syntax.ts'
import { readChange } from '../../src/review/read-change.ts'
import type { Case } from '../cases.ts'

export interface OpenCase {
  readonly files: readonly FileToDiscuss[]
  readonly index: SymbolIndex
  readonly tree: TreeReader
  readonly guidance: readonly GuidanceText[]
  readonly commits: readonly string[]
  /** Milliseconds for the index when no outline is known, and when all are. */
  readonly indexMs: { readonly cold: number; readonly warm: number }
  close(): Promise<void>
}

const installFolder = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

export async function openCase(one: Case, scratchFolder: string, signal: AbortSignal): Promise<OpenCase> {
  const request = { base: 'base', head: { kind: 'ref', ref: 'head' } } as const
  const opened = await createGitSource({ folder: one.folder, scratchFolder }).open(request, signal)
  if (!opened.ok) throw new Error(`${one.id}: ${opened.failure.message}`)
  const snapshot = opened.value
  const settings = await readSettings(snapshot, request)
  if (!settings.ok) throw new Error(`${one.id}: its configuration cannot be read`)
  const change = await readChange(snapshot, settings.value)
  if (!change.ok) throw new Error(`${one.id}: ${change.failure.message}`)
  const { files } = change.value
  const sandbox = createProcessSandbox({ scratchFolder, installFolder })
  const syntax = createSyntax({ sandbox, childrenMax: 2 })
  const cache = createOutlineMemory()
  const now = () => performance.now()
  const build = () =>
    buildSymbolIndex({ snapshot, syntax, cache, repositoryKey: one.id, changed: files, signal })
  const begin = now()
  await build()
  const known = now()
  const index = await build()
  const end = now()
  return {
    files,
    index,
    tree: createTreeReader({ snapshot, files }),
    guidance: await readGuidance(snapshot),
    commits: await snapshot.commitMessages(),
    indexMs: { cold: known - begin, warm: end - known },
    close: async () => {
      await syntax.close()
      await snapshot.close()
    },
  }
}

function createOutlineMemory(): OutlineCache {
  const known = new Map<string, Outline>()
  return {
    read: async () => known,
    write: async (_, outlines) => {
      for (const [key, outline] of outlines) known.set(key, outline)
    },
  }
}
