/** Turns what a person typed into commits, without git ever reading it as an option. */
import type { ObjectName } from '../../domain/change/changed-entry.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { SourceFailure } from '../../ports/source/source.ts'
import { git } from './git-command.ts'
import type { RepositoryPlaces } from './locate-repository.ts'

/** Where a repository keeps its default branch, the likeliest first. */
const defaultBranches = [
  'refs/remotes/origin/HEAD',
  'refs/remotes/origin/main',
  'refs/remotes/origin/master',
  'refs/heads/main',
  'refs/heads/master',
] as const

export interface ResolvedRefs {
  readonly base: ObjectName
  readonly head: ObjectName
}

/** @param base null for the default branch */
export async function resolveRefs(
  places: RepositoryPlaces,
  base: string | null,
  head: string,
  signal: AbortSignal,
): Promise<Outcome<ResolvedRefs, SourceFailure>> {
  const asked = [head, ...(base === null ? defaultBranches : [base])]
  const odd = asked.find((ref) => !canBeAsked(ref))
  if (odd !== undefined) return fail(unknownRef(odd))
  // `cat-file --batch-check` reads names from its input, where a leading dash means nothing.
  const answer = await git({
    args: ['cat-file', '--batch-check'],
    cwd: places.gitDirectory,
    env: { GIT_DIR: places.gitDirectory },
    stdin: asked.map((ref) => `${ref}^{commit}\n`).join(''),
    signal,
    timeMs: 15_000,
  })
  if (!answer.ok) return answer
  const [headCommit, ...bases] = answer.value.stdout.toString('latin1').split('\n').map(commitOf)
  if (headCommit === undefined || headCommit === null) return fail(unknownRef(head))
  const baseCommit = bases.find((commit) => commit !== null)
  if (baseCommit === undefined || baseCommit === null) {
    return fail(base === null ? noDefaultBranch() : unknownRef(base))
  }
  return succeed({ base: baseCommit, head: headCommit })
}

function canBeAsked(ref: string): boolean {
  return ref !== '' && ref.length <= 1_000 && !/[\u0000-\u001f\u007f]/.test(ref)
}

function commitOf(line: string): ObjectName | null {
  const found = /^([0-9a-f]{40}|[0-9a-f]{64}) commit \d+$/.exec(line)
  return found === null ? null : (found[1] as ObjectName)
}

function unknownRef(ref: string): SourceFailure {
  return {
    kind: 'unknown-ref',
    message: `${JSON.stringify(ref.slice(0, 200))} names no commit in this repository.`,
    remedy: 'Name a branch, tag or commit that "git log" knows; fetch it first when it is on a remote only.',
  }
}

function noDefaultBranch(): SourceFailure {
  return {
    kind: 'unknown-ref',
    message: 'No default branch was found (looked for origin/HEAD, main and master).',
    remedy: 'Say what to compare with: --base REF.',
  }
}
