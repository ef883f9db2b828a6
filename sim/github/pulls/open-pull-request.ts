/** A pull request comes into being, or is brought up to what its branches now are. */
import { installationsOf } from '../apps/installation.ts'
import { suiteOf } from '../checks/check-run.ts'
import { branchSha, type Repository } from '../repositories/repository.ts'
import { placeThreads } from '../reviews/place-thread.ts'
import type { Account } from '../world/account.ts'
import { nodeId } from '../world/ids.ts'
import type { World } from '../world/world.ts'
import { emitPull } from './pull-events.ts'
import type { PullRequest } from './pull-request.ts'

export interface NewPullRequest {
  readonly repository: Repository
  readonly headRepository: Repository
  readonly headBranch: string
  readonly baseBranch: string
  readonly title: string
  readonly body: string | null
  readonly author: Account
  readonly isDraft: boolean
}

export async function openPullRequest(world: World, wanted: NewPullRequest): Promise<PullRequest> {
  const { repository, headRepository } = wanted
  const headSha = existing(headRepository, wanted.headBranch)
  const baseSha = existing(repository, wanted.baseBranch)
  const between = await compare(world, repository, baseSha, headSha)
  const number = repository.nextNumber++
  const id = world.ids.next()
  const now = world.clock()
  const pull: PullRequest = {
    ...wanted,
    ...between,
    id,
    nodeId: nodeId('PR', id),
    issueId: world.ids.next(),
    number,
    headSha,
    baseSha,
    state: 'open',
    labels: [],
    createdMs: now,
    updatedMs: now,
    closedMs: null,
    mergedMs: null,
    mergedBy: null,
    mergeSha: null,
    reviews: [],
    threads: [],
    issueComments: [],
  }
  repository.pulls.set(number, pull)
  repository.git.setRef(`refs/pull/${number}/head`, headSha)
  noteSuites(world, repository, headSha)
  emitPull(world, pull, 'opened', wanted.author)
  return pull
}

/** After a push to its branch, or a change of its base. Threads follow their lines, or become outdated. */
export async function refreshPullRequest(world: World, pull: PullRequest): Promise<void> {
  const { repository, headRepository } = pull
  const headSha = branchSha(headRepository, pull.headBranch) ?? pull.headSha
  const baseSha = branchSha(repository, pull.baseBranch) ?? pull.baseSha
  const between = await compare(world, repository, baseSha, headSha)
  Object.assign(pull, between, { headSha, baseSha, updatedMs: world.clock() } satisfies Partial<PullRequest>)
  repository.git.setRef(`refs/pull/${pull.number}/head`, headSha)
  noteSuites(world, repository, headSha)
  await placeThreads(world.diffs, pull)
}

async function compare(world: World, repository: Repository, baseSha: string, headSha: string) {
  const { git } = repository
  const [diff, commits] = await Promise.all([
    world.diffs.pull(git, baseSha, headSha),
    git.commits.commitsBetween(baseSha, headSha),
  ])
  return { diff, commitShas: commits.map(({ sha }) => sha) }
}

function existing(repository: Repository, branch: string): string {
  const sha = branchSha(repository, branch)
  if (sha === undefined) throw new Error(`no branch ${branch} in ${repository.fullName}`)
  return sha
}

/** GitHub makes a suite for each App that may write checks, as soon as there is a commit. */
function noteSuites(world: World, repository: Repository, headSha: string): void {
  for (const { app, permissions } of installationsOf(world, repository)) {
    if (permissions.checks === 'write') suiteOf(world, app, repository, headSha)
  }
}
