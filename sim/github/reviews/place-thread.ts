/** Follows a thread's lines from the commit it was written on to the present head, as GitHub does after a push. */
import { type Diffs, followLine, placeLine } from '../git/diff.ts'
import type { DiffFile } from '../git/parse-diff.ts'
import type { PullRequest } from '../pulls/pull-request.ts'
import type { Anchor, Place, ReviewThread } from './review-thread.ts'

export async function placeThreads(diffs: Diffs, pull: PullRequest): Promise<void> {
  for (const thread of pull.threads) await placeThread(diffs, pull, thread)
}

export async function placeThread(diffs: Diffs, pull: PullRequest, thread: ReviewThread): Promise<void> {
  thread.place = await findPlace(diffs, pull, thread.anchor)
  if (thread.place !== null) thread.commitId = pull.headSha
}

async function findPlace(diffs: Diffs, pull: PullRequest, anchor: Anchor): Promise<Place | null> {
  const { git } = pull.headRepository
  if (anchor.commitId === pull.headSha) return placeIn(pull, anchor, (line) => line)
  // The left side is the merge base's: it moves only with a merge or a rebase, and then GitHub, too, gives up.
  if (anchor.side === 'LEFT') return placeIn(pull, anchor, (line) => line)
  const since = await diffs.exact(git, anchor.commitId, pull.headSha)
  const changed: DiffFile | undefined = since.files.find(
    ({ path, previousPath }) => (previousPath ?? path) === anchor.path,
  )
  if (changed?.status === 'removed') return null
  return placeIn(pull, anchor, (line) => followLine(changed, line))
}

function placeIn(pull: PullRequest, anchor: Anchor, follow: (line: number) => number | null): Place | null {
  const file = pull.diff.files.find(({ path }) => path === anchor.path)
  const line = follow(anchor.line)
  const startLine = anchor.startLine === null ? null : follow(anchor.startLine)
  if (file === undefined || line === null) return null
  if (anchor.startLine !== null && startLine === null) return null
  const place = placeLine(file, anchor.side, line)
  return place === null ? null : { line, startLine, position: place.position }
}
