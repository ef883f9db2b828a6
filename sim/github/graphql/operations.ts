/** The queries and mutations, with the permissions they want. */
import { may, type Needs, reading, sees, writing } from '../access/access.ts'
import { actorOf, type Caller } from '../access/caller.ts'
import type { RateLimits } from '../limits/rate-limits.ts'
import type { PullRequest } from '../pulls/pull-request.ts'
import type { Repository } from '../repositories/repository.ts'
import { setResolved } from '../reviews/create-review.ts'
import { addReaction } from '../reviews/reactions.ts'
import type { World } from '../world/world.ts'
import { refusal } from './connection.ts'
import { createNodes, reactionNames } from './nodes.ts'

interface Input<Fields> {
  readonly input: Fields & { readonly clientMutationId?: string | null }
}

export function createOperations(
  world: World,
  limits: RateLimits,
  caller: Caller,
  callerKey: string,
  cost: number,
) {
  const nodes = createNodes(world, caller)
  const viewer = actorOf(caller)
  const require = (repository: Repository, needs: Needs): void => {
    if (!may(caller, repository, needs)) throw refusal('FORBIDDEN', 'Resource not accessible by integration')
  }
  const missing = (id: string) =>
    refusal('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`)
  const resolve = ({ input }: Input<{ readonly threadId: string }>, isResolved: boolean) => {
    const thread = world.threads.get(input.threadId)
    if (thread === undefined || !sees(caller, thread.pull.repository)) throw missing(input.threadId)
    // GitHub asks an App for contents as well, though no content is touched: pull_requests alone is refused.
    require(thread.pull.repository, writing('pull_requests'))
    require(thread.pull.repository, writing('contents'))
    setResolved(world, thread, isResolved, viewer)
    return { clientMutationId: input.clientMutationId ?? null, thread: nodes.thread(thread) }
  }
  const subjectOf = (id: string) => {
    const subject = findSubject(world, id)
    if (subject === null || !sees(caller, subject.pull.repository)) throw missing(id)
    require(subject.pull.repository, writing('issues', 'pull_requests'))
    return {
      ...subject,
      show: () =>
        subject.kind === 'issue' ? nodes.issueComment(subject.comment) : nodes.reviewComment(subject.comment),
    }
  }
  return {
    viewer: () => nodes.viewer,
    rateLimit: () => {
      const rate = limits.overview(callerKey).resources.graphql
      if (rate === undefined) return null
      const resetAt = new Date(rate.reset * 1000).toISOString()
      return { cost, limit: rate.limit, nodeCount: 0, remaining: rate.remaining, resetAt, used: rate.used }
    },
    repository: ({ owner, name }: { readonly owner: string; readonly name: string }) => {
      const repository = world.repositories.get(`${owner}/${name}`.toLowerCase())
      if (repository === undefined || !sees(caller, repository)) {
        throw refusal('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`)
      }
      require(repository, reading('metadata'))
      return guarded(nodes.repository(repository), () => require(repository, reading('pull_requests')))
    },
    node: ({ id }: { readonly id: string }) => {
      const thread = world.threads.get(id)
      if (thread !== undefined && sees(caller, thread.pull.repository)) return nodes.thread(thread)
      const subject = findSubject(world, id)
      if (subject !== null && sees(caller, subject.pull.repository)) return subjectOf(id).show()
      const pull = findPullById(world, id)
      if (pull !== undefined && sees(caller, pull.repository)) return nodes.pullRequest(pull)
      throw missing(id)
    },
    resolveReviewThread: (args: Input<{ readonly threadId: string }>) => resolve(args, true),
    unresolveReviewThread: (args: Input<{ readonly threadId: string }>) => resolve(args, false),
    minimizeComment: ({ input }: Input<{ readonly subjectId: string; readonly classifier: string }>) => {
      const subject = subjectOf(input.subjectId)
      subject.comment.minimized = input.classifier.toLowerCase().replaceAll('_', '-')
      return { clientMutationId: input.clientMutationId ?? null, minimizedComment: subject.show() }
    },
    unminimizeComment: ({ input }: Input<{ readonly subjectId: string }>) => {
      const subject = subjectOf(input.subjectId)
      subject.comment.minimized = null
      return { clientMutationId: input.clientMutationId ?? null, unminimizedComment: subject.show() }
    },
    addReaction: ({ input }: Input<{ readonly subjectId: string; readonly content: string }>) => {
      const subject = subjectOf(input.subjectId)
      const content = contentNamed(input.content)
      const { reaction } = addReaction(world, subject.comment.reactions, viewer, content)
      return {
        clientMutationId: input.clientMutationId ?? null,
        reaction: nodes.reaction(reaction),
        subject: subject.show(),
      }
    },
  }
}

/** Pull requests of a repository want their own permission. */
function guarded<Shown extends { pullRequest: unknown; pullRequests: unknown }>(
  shown: Shown,
  check: () => void,
): Shown {
  const guard =
    <Rest extends readonly unknown[], Value>(inner: (...args: Rest) => Value) =>
    (...args: Rest): Value => {
      check()
      return inner(...args)
    }
  const { pullRequest, pullRequests } = shown
  if (typeof pullRequest !== 'function' || typeof pullRequests !== 'function') return shown
  return {
    ...shown,
    pullRequest: guard((...args: readonly unknown[]) => pullRequest(...args)),
    pullRequests: guard((...args: readonly unknown[]) => pullRequests(...args)),
  }
}

function findSubject(world: World, id: string) {
  for (const comment of world.issueComments.values()) {
    if (comment.nodeId === id) return { kind: 'issue', comment, pull: comment.pull } as const
  }
  for (const comment of world.reviewComments.values()) {
    if (comment.nodeId === id) return { kind: 'review', comment, pull: comment.thread.pull } as const
  }
  return null
}

function findPullById(world: World, id: string): PullRequest | undefined {
  return [...world.repositories.values()]
    .flatMap(({ pulls }) => [...pulls.values()])
    .find((pull) => pull.nodeId === id)
}

function contentNamed(name: string) {
  const entry = Object.entries(reactionNames).find(([, written]) => written === name)
  return (entry?.[0] ?? '+1') as keyof typeof reactionNames
}
