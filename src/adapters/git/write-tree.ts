/**
 * The index or the working tree as a tree object in the neutral repository, so that every kind of head is read the
 * same way. Filters named in attributes do not exist there, so none runs; links are recorded, not followed.
 */
import { copyFile, mkdir, readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { ObjectName } from '../../domain/change/changed-entry.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { SourceFailure } from '../../ports/source/source.ts'
import { git } from './git-command.ts'
import type { RepositoryPlaces } from './locate-repository.ts'
import type { NeutralRepository } from './neutral-repository.ts'

export async function writeTree(
  repository: NeutralRepository,
  places: RepositoryPlaces,
  kind: 'staged' | 'working-tree',
  signal: AbortSignal,
): Promise<Outcome<ObjectName, SourceFailure>> {
  if (places.workTree === null) {
    return fail({
      kind: 'not-a-repository',
      message: 'A bare repository has neither an index nor a working tree.',
      remedy: 'Name a commit with --head REF.',
    })
  }
  await copyIndex(places.index, repository.cwd)
  const env = { ...repository.env, GIT_INDEX_FILE: join(repository.cwd, 'index') }
  if (kind === 'working-tree') {
    await copyIfThere(places.excludeFile, join(repository.cwd, 'info', 'exclude'))
    const added = await git({
      args: ['-c', 'core.bare=false', 'add', '--all', '--', '.'],
      cwd: places.workTree,
      env: { ...env, GIT_WORK_TREE: places.workTree },
      signal,
    })
    if (!added.ok) return added
  }
  const written = await git({ args: ['write-tree'], cwd: repository.cwd, env, signal })
  if (!written.ok)
    return written.failure.kind === 'git-failed' ? fail(unmerged(written.failure.message)) : written
  return succeed(written.value.stdout.toString('latin1').trim() as ObjectName)
}

/** A split index keeps most of its entries in a file beside it. */
async function copyIndex(index: string, folder: string): Promise<void> {
  await copyIfThere(index, join(folder, 'index'))
  const shared = (await readdir(dirname(index))).filter((name) => name.startsWith('sharedindex.'))
  await Promise.all(
    shared.map((name) => copyIfThere(join(dirname(index), name), join(folder, basename(name)))),
  )
}

async function copyIfThere(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await copyFile(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
}

function unmerged(said: string): SourceFailure {
  return {
    kind: 'unmerged',
    message: `The index cannot be read as one tree: ${said}`,
    remedy: 'Finish or abort the merge first, or name a commit with --head REF.',
  }
}
