/**
 * The index or the working tree as a tree object in the neutral repository, so that every kind of head is read the
 * same way. Filters named in attributes do not exist there, so none runs; links are recorded, not followed.
 */
import { copyFile, lstat, mkdir, readdir } from 'node:fs/promises'
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
    const added = await addWorkTree(places.workTree, repository, env, signal)
    if (!added.ok) return added
  }
  const written = await git({ args: ['write-tree'], cwd: repository.cwd, env, signal })
  if (!written.ok)
    return written.failure.kind === 'git-failed' ? fail(unmerged(written.failure.message)) : written
  return succeed(written.value.stdout.toString('latin1').trim() as ObjectName)
}

/**
 * Git asks a submodule for its status by a process of its own, which obeys the submodule's configuration and so runs
 * filters named there. Submodules are therefore passed over, and only their heads are recorded afterwards.
 */
async function addWorkTree(
  workTree: string,
  repository: NeutralRepository,
  indexEnv: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Outcome<unknown, SourceFailure>> {
  const listed = await git({
    args: ['ls-files', '--stage', '-z'],
    cwd: repository.cwd,
    env: indexEnv,
    signal,
  })
  if (!listed.ok) return listed
  const submodules = await submodulesIn(listed.value.stdout, workTree)
  const call = { cwd: workTree, env: { ...indexEnv, GIT_WORK_TREE: workTree }, signal }
  const pathspecs = ['.', ...submodules.map((path) => `:(exclude,top,literal)${path}`)]
  const added = await git({
    args: ['-c', 'core.bare=false', 'add', '--all', '--pathspec-from-file=-', '--pathspec-file-nul'],
    stdin: Buffer.from(pathspecs.join('\0'), 'latin1'),
    ...call,
  })
  if (!added.ok || submodules.length === 0) return added
  return git({
    args: ['-c', 'core.bare=false', 'update-index', '--remove', '-z', '--stdin'],
    stdin: Buffer.from(submodules.join('\0'), 'latin1'),
    ...call,
  })
}

/** Those with a repository in the work tree. Paths as latin1, one character a byte. */
async function submodulesIn(staged: Buffer, workTree: string): Promise<readonly string[]> {
  const entries = staged.toString('latin1').split('\0')
  const paths = entries
    .filter((entry) => entry.startsWith('160000 '))
    .map((entry) => entry.slice(entry.indexOf('\t') + 1))
  const have = await Promise.all(
    paths.map((path) =>
      lstat(Buffer.concat([Buffer.from(`${workTree}/`), Buffer.from(`${path}/.git`, 'latin1')])).then(
        () => true,
        () => false,
      ),
    ),
  )
  return paths.filter((_, at) => have[at])
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
