/** What people do to a pull request as a whole. */
import { writeMerge } from '../repositories/merge-commit.ts'
import { moveBranch } from '../repositories/push.ts'
import type { Account } from '../world/account.ts'
import type { World } from '../world/world.ts'
import { refreshPullRequest } from './open-pull-request.ts'
import { emitPull } from './pull-events.ts'
import type { PullRequest } from './pull-request.ts'
import { renderLabel } from './render-pull-request.ts'

export function closePull(world: World, pull: PullRequest, by: Account): void {
  if (pull.state === 'closed') return
  pull.state = 'closed'
  pull.closedMs = world.clock()
  pull.updatedMs = pull.closedMs
  emitPull(world, pull, 'closed', by)
}

export async function reopenPull(world: World, pull: PullRequest, by: Account): Promise<void> {
  if (pull.state === 'open' || pull.mergedMs !== null)
    throw new Error('only a closed pull request is reopened')
  pull.state = 'open'
  pull.closedMs = null
  await refreshPullRequest(world, pull)
  emitPull(world, pull, 'reopened', by)
}

export async function mergePull(world: World, pull: PullRequest, by: Account): Promise<void> {
  const merge = await writeMerge(world, pull, by)
  pull.mergeSha = merge
  pull.mergedMs = world.clock()
  pull.mergedBy = by
  pull.state = 'closed'
  pull.closedMs = pull.mergedMs
  pull.updatedMs = pull.mergedMs
  await moveBranch(world, { repository: pull.repository, branch: pull.baseBranch, after: merge, by })
  emitPull(world, pull, 'closed', by)
}

export function setDraft(world: World, pull: PullRequest, isDraft: boolean, by: Account): void {
  if (pull.isDraft === isDraft) return
  pull.isDraft = isDraft
  pull.updatedMs = world.clock()
  emitPull(world, pull, isDraft ? 'converted_to_draft' : 'ready_for_review', by)
}

export async function retargetPull(
  world: World,
  pull: PullRequest,
  base: string,
  by: Account,
): Promise<void> {
  const from = { ref: { from: pull.baseBranch }, sha: { from: pull.baseSha } }
  pull.baseBranch = base
  await refreshPullRequest(world, pull)
  emitPull(world, pull, 'edited', by, { changes: { base: from } })
}

export function retitlePull(world: World, pull: PullRequest, title: string, by: Account): void {
  const changes = { title: { from: pull.title } }
  pull.title = title
  pull.updatedMs = world.clock()
  emitPull(world, pull, 'edited', by, { changes })
}

export function labelPull(world: World, pull: PullRequest, name: string, by: Account): void {
  if (pull.labels.some((label) => label.name === name)) return
  const label = { id: world.ids.next(), name }
  pull.labels.push(label)
  emitPull(world, pull, 'labeled', by, { label: renderLabel(label, pull.repository, world.urls) })
}

export function unlabelPull(world: World, pull: PullRequest, name: string, by: Account): void {
  const index = pull.labels.findIndex((label) => label.name === name)
  const [label] = index === -1 ? [] : pull.labels.splice(index, 1)
  if (label === undefined) return
  emitPull(world, pull, 'unlabeled', by, { label: renderLabel(label, pull.repository, world.urls) })
}
