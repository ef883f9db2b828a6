/** What the stories are made of. */
import { setTimeout as delay } from 'node:timers/promises'
import type { DeliveryGuid, NewDelivery } from '../../../domain/delivery/delivery.ts'
import type { NewJob, ReviewTask } from '../../../domain/job/job.ts'
import { jobKey } from '../../../domain/job/job-key.ts'
import type { PullRequestRef } from '../../../domain/pull-request/pull-request.ts'
import type {
  AppName,
  InstallationId,
  Repository,
  RepositoryId,
} from '../../../domain/repository/repository.ts'
import type { Acceptance, Inbox } from '../inbox.ts'
import type { Claim, Jobs, Lease } from '../jobs.ts'
import type { Store } from '../store.ts'

/** A store under test. */
export interface StoreWorld {
  readonly store: Store
  /** Another process' view of the same data. */
  another(): Promise<Store>
  /** With all stores that were opened. */
  close(): Promise<void>
}

export const app = 'main' as AppName
export const installation = 11 as InstallationId
export const longMs = 60_000

export const repository: Repository = {
  app,
  installation,
  id: 21 as RepositoryId,
  owner: 'octo',
  name: 'hello',
}

export function aPullRequest(number: number): PullRequestRef {
  return { repository, number }
}

export function aReview(number: number, but: Partial<NewJob> & { mode?: ReviewTask['mode'] } = {}): NewJob {
  const { mode = 'up-to-head', ...rest } = but
  const task = { kind: 'review', pullRequest: aPullRequest(number), mode } as const
  return {
    key: jobKey(task),
    lane: 'pushed',
    installation,
    task,
    notBefore: null,
    cancelsActive: null,
    ...rest,
  }
}

export function aDelivery(guid: string, but: Partial<NewDelivery> = {}): NewDelivery {
  return {
    app,
    guid: guid as DeliveryGuid,
    event: 'pull_request',
    action: 'synchronize',
    installation,
    repositoryId: repository.id,
    repository: 'octo/hello',
    pullNumber: 7,
    bodyHash: 'ab'.repeat(32),
    payload: '{"action":"synchronize"}',
    receivedAt: Date.UTC(2026, 10, 23),
    ignoredBecause: null,
    ...but,
  }
}

export async function accepted(inbox: Inbox, delivery: NewDelivery, job: NewJob | null): Promise<Acceptance> {
  const outcome = await inbox.accept(delivery, job)
  if (!outcome.ok) throw new Error(outcome.failure.message)
  return outcome.value
}

export async function claimed(
  jobs: Jobs,
  job: Parameters<Jobs['claim']>[0],
  leaseMs = longMs,
): Promise<Extract<Claim, { kind: 'claimed' }>> {
  const claim = await jobs.claim(job, 'a worker', leaseMs)
  if (claim.kind !== 'claimed') throw new Error(`not claimed but ${claim.kind}`)
  return claim
}

/** An active row. */
export async function begun(jobs: Jobs, job: NewJob, leaseMs = longMs): Promise<Lease> {
  const { id } = await jobs.add(job)
  return (await claimed(jobs, id, leaseMs)).lease
}

/** Waits until the condition holds. */
export async function eventually(holds: () => boolean | Promise<boolean>, timeMsMax = 15_000): Promise<void> {
  const end = performance.now() + timeMsMax
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`it did not come to hold within ${timeMsMax} ms`)
    await delay(10)
  }
}

export async function stateOf(jobs: Jobs, { job }: Pick<Lease, 'job'>): Promise<string> {
  return (await jobs.find(job))?.state ?? 'unknown'
}
