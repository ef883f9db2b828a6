/** A case's repository as a folder, with the two commits that its refs mean now. A bundle is unpacked, not cloned. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { git } from '../../adapters/git/git-command.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { SourceFailure } from '../../ports/source/source.ts'
import type { CasesProblem, EvaluationCase } from './evaluation-case.ts'

export interface OpenedCase {
  readonly folder: string
  readonly base: string
  readonly head: string
}

const unpackMsMax = 600_000

/** @param scratchFolder empty, of this case alone */
export async function openCaseRepository(
  { repository, base, head }: EvaluationCase,
  scratchFolder: string,
  signal: AbortSignal,
): Promise<Outcome<OpenedCase, CasesProblem>> {
  const refs = new Map<string, string>()
  let folder = repository.path
  if (repository.kind === 'bundle') {
    folder = join(scratchFolder, 'repository.git')
    const unpacked = await unpack(repository.path, folder, signal)
    if (!unpacked.ok) return fail(asProblem(repository.path, unpacked.failure))
    for (const [name, commit] of unpacked.value) refs.set(name, commit)
  }
  const commits: string[] = []
  for (const ref of [base, head]) {
    const commit = refs.get(ref) ?? refs.get(`refs/heads/${ref}`) ?? refs.get(`refs/tags/${ref}`)
    const resolved = await resolve(folder, commit ?? ref, signal)
    if (!resolved.ok) return fail(asProblem(`${repository.path}, ${ref}`, resolved.failure))
    commits.push(resolved.value)
  }
  const [baseCommit = '', headCommit = ''] = commits
  return succeed({ folder, base: baseCommit, head: headCommit })
}

/** @returns its refs */
async function unpack(
  bundle: string,
  folder: string,
  signal: AbortSignal,
): Promise<Outcome<ReadonlyMap<string, string>, SourceFailure>> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const made = await git({ args: ['init', '--quiet', '--bare', '--template=', '.'], cwd: folder, signal })
  if (!made.ok) return made
  const args = ['bundle', 'unbundle', bundle]
  const unbundled = await git({ args, cwd: folder, env: { GIT_DIR: folder }, signal, timeMs: unpackMsMax })
  if (!unbundled.ok) return unbundled
  const lines = unbundled.value.stdout.toString('utf8').split('\n')
  return succeed(
    new Map(
      lines.flatMap((line) => {
        const [, commit, name] = /^([0-9a-f]{40,64}) (.+)$/.exec(line) ?? []
        return commit === undefined || name === undefined ? [] : [[name, commit] as const]
      }),
    ),
  )
}

async function resolve(
  folder: string,
  ref: string,
  signal: AbortSignal,
): Promise<Outcome<string, SourceFailure>> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]
  const found = await git({ args, cwd: folder, signal })
  return found.ok ? succeed(found.value.stdout.toString('utf8').trim()) : found
}

function asProblem(what: string, { message }: SourceFailure): CasesProblem {
  return {
    message: `${what}: ${message}`,
    remedy: 'Check that it is a git repository or bundle with the commits that the case names.',
  }
}
