/**
 * The change of a pull request, read through GitHub's API: for when git is refused. Each file costs requests of the
 * hourly budget, so there are bounds that git does not need; what falls outside them is told in `notes` and has no size,
 * so that the review leaves it out with a reason.
 */
import { fail, type Outcome, succeed } from '../../../domain/outcome.ts'
import type { PullRequestRef } from '../../../domain/pull-request/pull-request.ts'
import { type CommitSha, commitSha } from '../../../domain/repository/commit-sha.ts'
import type { Pulls } from '../../../ports/code-host/code-host.ts'
import type { HostFailure } from '../../../ports/code-host/host-failure.ts'
import type { ChangeRequest, Snapshot, Source, SourceFailure } from '../../../ports/source/source.ts'
import type { Api } from '../api/create-api.ts'
import { locatePull, type PullLocation } from '../locations.ts'
import { CompareAnswer, FilesAnswer } from './answers.ts'
import { createContentsSnapshot } from './contents-snapshot.ts'
import { listChanges } from './list-changes.ts'
import { readTree } from './read-trees.ts'
import { headMoved, toSourceFailure } from './source-failures.ts'

export interface ContentsSourceOptions {
  readonly api: Api
  readonly pulls: Pulls
  readonly pullRequest: PullRequestRef
}

/** The list of files ends at 3,000. */
const filePagesMax = 30
const foldersMax = 100

export function createContentsSource({ api, pulls, pullRequest }: ContentsSourceOptions): Source {
  return {
    async open(request, signal) {
      const location = locatePull(pullRequest)
      if (!location.ok) return fail(toSourceFailure(location.failure))
      const ends = await findEnds(pulls, pullRequest, request, signal)
      if (!ends.ok) return ends
      const opened = await openSnapshot(api, location.value, ends.value, signal)
      if (!opened.ok) return fail(toSourceFailure(opened.failure))
      // The list of files has no commit of its own: a push meanwhile would have mixed two changes.
      const still = await findEnds(pulls, pullRequest, request, signal)
      return still.ok && still.value.head === ends.value.head ? opened : fail(headMoved(ends.value.head))
    },
  }
}

interface Ends {
  readonly base: CommitSha
  readonly head: CommitSha
}

async function findEnds(
  pulls: Pulls,
  pullRequest: PullRequestRef,
  request: ChangeRequest,
  signal: AbortSignal,
): Promise<Outcome<Ends, SourceFailure>> {
  const pull = await pulls.read(pullRequest, signal)
  if (!pull.ok) return fail(toSourceFailure(pull.failure))
  const { head } = pull.value
  const base = request.base === null ? pull.value.base : commitSha(request.base)
  if (base === null || request.head.kind !== 'ref') {
    return fail({
      kind: 'unknown-ref',
      message: 'Through the API only commits can be compared, by their full names.',
      remedy: 'Name the commits of the pull request.',
    })
  }
  const asked = commitSha(request.head.ref)
  return asked === null || asked === head ? succeed({ base, head }) : fail(headMoved(asked))
}

async function openSnapshot(
  api: Api,
  location: PullLocation,
  { base, head }: Ends,
  signal: AbortSignal,
): Promise<Outcome<Snapshot, HostFailure>> {
  const { installation, parameters } = location
  const { owner, repo } = parameters
  const compared = await api.call({
    installation,
    route: 'GET /repos/{owner}/{repo}/compare/{basehead}',
    // The second page of commits comes without the files, which are read from their own list.
    parameters: { owner, repo, basehead: `${base}...${head}`, per_page: 1, page: 2 },
    schema: CompareAnswer,
    signal,
  })
  if (!compared.ok) return compared
  const mergeBase = compared.value.value.merge_base_commit.sha
  const [files, before, after] = await Promise.all([
    api.pages({
      installation,
      route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
      parameters,
      schema: FilesAnswer,
      signal,
      pagesMax: filePagesMax,
    }),
    readTree(api, location, mergeBase, foldersMax, signal),
    readTree(api, location, head, foldersMax, signal),
  ])
  if (!files.ok) return files
  if (!before.ok) return before
  if (!after.ok) return after
  const { items } = files.value
  const isWholeList = files.value.isComplete && items.length < filePagesMax * 100
  const listed = await listChanges(items, isWholeList, before.value, after.value)
  if (!listed.ok) return listed
  const areTreesWhole = before.value.paths !== null && after.value.paths !== null
  const notes = ['Read through the API of GitHub, because git was refused.']
  if (!isWholeList && !areTreesWhole)
    notes.push('GitHub lists the first 3,000 changed files only; the rest was not seen.')
  if (listed.value.lost.length > 0) {
    notes.push(`${listed.value.lost.length} changed files could not be found in the trees and were not read.`)
  }
  const listedTrees = { base: before.value, head: after.value }
  return succeed(
    createContentsSnapshot({
      api,
      location,
      base,
      head,
      mergeBase,
      notes,
      listed: listed.value,
      listedTrees,
      signal,
    }),
  )
}
