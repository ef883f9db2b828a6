/** The agents over a pull request: who pays, what is known of it, what they said before. */
import { createAgents } from '../../agents/create-agents.ts'
import { createSyntax } from '../../analysers/syntax/create-syntax.ts'
import type { AgentsStop } from '../../domain/agents/agents-report.ts'
import type { PullRequest } from '../../domain/pull-request/pull-request.ts'
import { nameOfRepository } from '../../domain/repository/repository.ts'
import type { Agents } from '../../ports/agents/agents.ts'
import type { CodeHost } from '../../ports/code-host/code-host.ts'
import type { Sandbox } from '../../ports/sandbox/sandbox.ts'
import type { Payer } from '../../ports/store/model-ledger.ts'
import type { Store } from '../../ports/store/store.ts'
import type { OutlineCache } from '../../ports/syntax/outline-cache.ts'
import { partsAtOnceMax } from './bounds.ts'
import { gatherStory } from './gather-story.ts'
import type { OpenCalls } from './open-calls.ts'

export interface HostedAgentsParts {
  readonly openCalls: OpenCalls
  readonly outlines: OutlineCache
  readonly store: Pick<Store, 'reviews' | 'agentMemory'>
  readonly reviewTimeMs: number
  /** Why nobody may be asked now; null when nothing is in the way. */
  readonly stopped: () => AgentsStop | null
}

export function createHostedAgents(
  { openCalls, outlines, store, reviewTimeMs, stopped }: HostedAgentsParts,
  { host, pullRequest, sandbox }: { host: CodeHost; pullRequest: PullRequest; sandbox: Sandbox },
): Agents {
  const repositoryKey = repositoryKeyOf(pullRequest)
  const payer = payerOf(pullRequest, `review/${pullRequest.head}`)
  return createAgents({
    stopped,
    openCalls: (settings) => openCalls(payer, repositoryKey, settings),
    syntax: createSyntax({ sandbox, childrenMax: 1 }),
    outlines,
    repositoryKey,
    memory: store.agentMemory,
    story: (signal) => gatherStory({ host, reviews: store.reviews }, pullRequest, signal),
    earlier: async () => (await store.reviews.last(pullRequest))?.report?.findings ?? [],
    clock: { now: Date.now },
    now: () => performance.now(),
    reviewTimeMs,
    atOnceMax: partsAtOnceMax,
    hosts: [new URL(pullRequest.url).hostname],
  })
}

export function repositoryKeyOf({ repository }: PullRequest): string {
  return `${repository.app}/${repository.id}`
}

export function payerOf({ repository, number }: PullRequest, work: string): Payer {
  return {
    app: repository.app,
    installation: repository.installation,
    repository: repository.id,
    repositoryName: nameOfRepository(repository),
    number,
    work,
  }
}
