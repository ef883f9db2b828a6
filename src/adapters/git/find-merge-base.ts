import type { ObjectName } from '../../domain/change/changed-entry.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { SourceFailure } from '../../ports/source/source.ts'
import { git } from './git-command.ts'
import type { NeutralRepository } from './neutral-repository.ts'

export interface MergeBase {
  readonly commit: ObjectName
  /** More than 1 after criss-cross merges; then the first, as code hosts do. */
  readonly candidates: number
}

export async function findMergeBase(
  repository: NeutralRepository,
  base: ObjectName,
  head: ObjectName,
  isShallow: boolean,
  signal: AbortSignal,
): Promise<Outcome<MergeBase, SourceFailure>> {
  const answer = await git({
    args: ['merge-base', '--all', base, head],
    ...repository,
    signal,
    exitCodes: [0, 1],
  })
  if (!answer.ok) return answer
  const commits = answer.value.stdout.toString('latin1').split('\n').filter(Boolean)
  const first = commits[0]
  if (first !== undefined) return succeed({ commit: first as ObjectName, candidates: commits.length })
  if (isShallow) {
    return fail({
      kind: 'shallow',
      message: 'This is a shallow clone, and the commit where head left base is not in it.',
      remedy: 'Fetch more history, e.g. "git fetch --unshallow" (in CI: fetch-depth: 0).',
    })
  }
  return fail({
    kind: 'unrelated',
    message: 'Base and head share no commit, so there is no change between them to review.',
    remedy: 'Give a --base from which the head was branched.',
  })
}
