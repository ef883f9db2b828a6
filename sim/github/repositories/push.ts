/** A branch moves: the push event, and every open pull request from that branch is synchronized. */

import type { Commit } from '../git/commit-graph.ts'
import { refreshPullRequest } from '../pulls/open-pull-request.ts'
import { emitPull } from '../pulls/pull-events.ts'
import { emit, listenersOf } from '../webhooks/emit.ts'
import type { Account } from '../world/account.ts'
import type { Json } from '../world/schemas.ts'
import type { World } from '../world/world.ts'
import type { Repository } from './repository.ts'

export interface BranchMove {
  readonly repository: Repository
  readonly branch: string
  /** Null: the branch is deleted. */
  readonly after: string | null
  readonly by: Account
  /** When git has moved the ref already. */
  readonly before?: string | null
}

const nothing = '0'.repeat(40)

export async function moveBranch(world: World, move: BranchMove): Promise<void> {
  const { repository, branch, after, by } = move
  const ref = `refs/heads/${branch}`
  const before = move.before === undefined ? (repository.git.refs.get(ref) ?? null) : move.before
  if (before === after) return
  if (move.before === undefined) repository.git.setRef(ref, after)
  repository.pushedMs = world.clock()
  if (listenersOf(world, { event: 'push', repository }).length > 0) {
    const body = await pushBody(world, move, before)
    emit(world, { event: 'push', action: null, repository, sender: by, body })
  }
  if (after === null) return
  for (const pull of pullsFrom(world, repository, branch)) {
    await refreshPullRequest(world, pull)
    emitPull(world, pull, 'synchronize', by, { before: before ?? nothing, after })
  }
}

function pullsFrom(world: World, repository: Repository, branch: string) {
  return [...world.repositories.values()]
    .flatMap(({ pulls }) => [...pulls.values()])
    .filter(
      (pull) => pull.state === 'open' && pull.headRepository === repository && pull.headBranch === branch,
    )
}

async function pushBody(
  world: World,
  { repository, branch, after, by }: BranchMove,
  before: string | null,
): Promise<Json> {
  const { commits } = repository.git
  const isForced = before !== null && after !== null && !(await commits.isAncestor(before, after))
  const fresh = before === null || after === null ? [] : await commits.commitsBetween(before, after)
  const head = after === null ? null : await commits.read(after)
  const html = `${world.urls.html}/${repository.fullName}`
  return {
    ref: `refs/heads/${branch}`,
    before: before ?? nothing,
    after: after ?? nothing,
    created: before === null,
    deleted: after === null,
    forced: isForced,
    base_ref: null,
    compare: `${html}/compare/${(before ?? nothing).slice(0, 12)}...${(after ?? nothing).slice(0, 12)}`,
    commits: await Promise.all(
      fresh
        .slice(0, 20)
        .reverse()
        .map((commit) => renderPushed(world, repository, commit)),
    ),
    head_commit: head === null ? null : await renderPushed(world, repository, head),
    pusher: { name: by.login, email: `${by.login}@users.noreply.github.test` },
  }
}

async function renderPushed(world: World, repository: Repository, commit: Commit): Promise<Json> {
  const [parent] = commit.parents
  const { files } =
    parent === undefined ? { files: [] } : await world.diffs.exact(repository.git, parent, commit.sha)
  const paths = (...statuses: readonly string[]) =>
    files.filter(({ status }) => statuses.includes(status)).map(({ path }) => path)
  const person = { name: commit.author.name, email: commit.author.email, username: commit.author.name }
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message.trimEnd(),
    timestamp: new Date(commit.committer.timeMs).toISOString(),
    url: `${world.urls.html}/${repository.fullName}/commit/${commit.sha}`,
    author: person,
    committer: person,
    added: paths('added', 'renamed', 'copied'),
    removed: paths('removed'),
    modified: paths('modified', 'changed'),
  }
}
