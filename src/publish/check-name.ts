/**
 * What a check run is called. Hosts hang runs on the commit, and of one name the newest counts: two pull requests with one
 * head would share it, so that a success against a branch that nobody guards would stand for one that failed against the
 * default branch. Hence the base branch in the name of every other.
 */
import { cutText } from '../domain/markdown/cut-text.ts'
import type { PullRequest } from '../domain/pull-request/pull-request.ts'
import { printable } from '../domain/text/printable.ts'

const branchBytesMax = 100

/** @param name as the operator calls our checks */
export function checkNameFor(
  { baseBranch, defaultBranch }: Pick<PullRequest, 'baseBranch' | 'defaultBranch'>,
  name: string,
): string {
  return baseBranch === defaultBranch
    ? name
    : `${name} (into ${cutText(printable(baseBranch), branchBytesMax)})`
}
