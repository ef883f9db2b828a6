/** Finds the parts of a repository by asking git where they are: worktrees, bare ones and linked objects included. */
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { SourceFailure } from '../../ports/source/source.ts'
import { git } from './git-command.ts'

export interface RepositoryPlaces {
  readonly gitDirectory: string
  readonly objects: string
  readonly index: string
  readonly shallowFile: string
  readonly excludeFile: string
  readonly isBare: boolean
  readonly isShallow: boolean
  readonly objectFormat: 'sha1' | 'sha256'
  /** Null for a bare repository. */
  readonly workTree: string | null
}

export async function locateRepository(
  folder: string,
  signal: AbortSignal,
): Promise<Outcome<RepositoryPlaces, SourceFailure>> {
  const paths = ['objects', 'index', 'shallow', 'info/exclude'].flatMap((path) => ['--git-path', path])
  const answer = await git({
    args: [
      'rev-parse',
      '--path-format=absolute',
      '--is-bare-repository',
      '--is-inside-work-tree',
      '--is-shallow-repository',
      '--show-object-format',
      '--git-dir',
      ...paths,
    ],
    cwd: folder,
    signal,
    timeMs: 10_000,
  })
  if (!answer.ok) return answer.failure.kind === 'git-failed' ? fail(notARepository(folder)) : answer
  const lines = answer.value.stdout.toString('utf8').split('\n')
  const [bare, inside, shallow, format, gitDirectory, objects, index, shallowFile, excludeFile] = lines
  if (!gitDirectory || !objects || !index || !shallowFile || !excludeFile) return fail(notARepository(folder))
  const workTree = inside === 'true' ? await topLevel(folder, signal) : null
  return succeed({
    gitDirectory,
    objects,
    index,
    shallowFile,
    excludeFile,
    isBare: bare === 'true',
    isShallow: shallow === 'true',
    objectFormat: format === 'sha256' ? 'sha256' : 'sha1',
    workTree,
  })
}

async function topLevel(folder: string, signal: AbortSignal): Promise<string | null> {
  const answer = await git({ args: ['rev-parse', '--show-toplevel'], cwd: folder, signal, timeMs: 10_000 })
  return answer.ok ? answer.value.stdout.toString('utf8').replace(/\n$/, '') : null
}

function notARepository(folder: string): SourceFailure {
  return {
    kind: 'not-a-repository',
    message: `${folder} is not a git repository.`,
    remedy: 'Name one with --repo DIR, or start the program inside one.',
  }
}
