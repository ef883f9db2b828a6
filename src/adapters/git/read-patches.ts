/** Line changes of the wanted files, read from git's patch as it streams by. */
import { StringDecoder } from 'node:string_decoder'
import type { ChangedEntry, ObjectName } from '../../domain/change/changed-entry.ts'
import type { FilePatch } from '../../domain/diff/hunk.ts'
import { createPatchReader, type PatchHeader } from '../../domain/diff/patch-reader.ts'
import { type Outcome, succeed } from '../../domain/outcome.ts'
import type { PatchRequest, SourceFailure } from '../../ports/source/source.ts'
import { streamGit } from './git-command.ts'
import { renameFlags } from './list-entries.ts'
import type { NeutralRepository } from './neutral-repository.ts'

export async function readPatches(
  repository: NeutralRepository,
  trees: { readonly base: ObjectName; readonly head: ObjectName },
  entries: readonly ChangedEntry[],
  request: PatchRequest,
  signal: AbortSignal,
): Promise<Outcome<ReadonlyMap<ChangedEntry, FilePatch>, SourceFailure>> {
  const byPaths = new Map(entries.map((entry) => [pathsKey(entry), entry]))
  const entryOf = (header: PatchHeader) => byPaths.get(`${header.oldPath ?? ''}\n${header.newPath ?? ''}`)
  const patches = new Map<ChangedEntry, FilePatch>()
  const reader = createPatchReader({
    wants: (header) => {
      const entry = entryOf(header)
      return entry !== undefined && request.wants(entry)
    },
    onFile: (patch) => {
      const entry = entryOf(patch)
      if (entry !== undefined) patches.set(entry, patch)
    },
  })
  const outcome = await streamGit(
    {
      args: [
        '-c',
        // Above this git says "binary" without reading the blob.
        `core.bigFileThreshold=${request.fileBytesMax + 1}`,
        'diff-tree',
        '-r',
        '-p',
        '-U3',
        '--full-index',
        '--no-color',
        '--no-ext-diff',
        '--no-textconv',
        '--src-prefix=a/',
        '--dst-prefix=b/',
        ...renameFlags,
        trees.base,
        trees.head,
      ],
      ...repository,
      signal,
    },
    async (stdout) => {
      const decoder = new StringDecoder('latin1')
      let rest = ''
      for await (const chunk of stdout) {
        const lines = (rest + decoder.write(chunk as Buffer)).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) reader.push(line)
      }
      if (rest !== '') reader.push(rest)
      reader.end()
    },
  )
  return outcome.ok ? succeed(patches) : outcome
}

/** A path holds no LF-free guarantee, but two of them joined by one are told apart by the entry's own shape. */
function pathsKey(entry: ChangedEntry): string {
  const oldPath = entry.base === null ? '' : (entry.previousPath ?? entry.path)
  return `${oldPath}\n${entry.head === null ? '' : entry.path}`
}
