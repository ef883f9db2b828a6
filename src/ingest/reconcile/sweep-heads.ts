/**
 * Open pull requests whose head is not the head that was reviewed: whatever got lost, and however long ago, this brings
 * it back. It reads every repository of every installation, so it goes on where the run before stopped.
 */
import { z } from 'zod'
import type { NewJob } from '../../domain/job/job.ts'
import { jobKey } from '../../domain/job/job-key.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { InstallationId, Repository } from '../../domain/repository/repository.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { CodeHost } from '../../ports/code-host/code-host.ts'
import type { HostFailure } from '../../ports/code-host/host-failure.ts'
import type { QueueEntry } from '../../ports/queue/queue.ts'
import type { Store } from '../../ports/store/store.ts'
import { forEachHost } from './for-each-host.ts'
import type { Reconcile, Reconciled, ReconcileFailure } from './reconciler.ts'

export interface SweepHeadsParts {
  readonly hosts: readonly SweptHost[]
  readonly store: {
    readonly jobs: Pick<Store['jobs'], 'add' | 'list'>
    readonly reviews: Pick<Store['reviews'], 'reviewedHeads'>
    readonly settings: Store['settings']
  }
  readonly enqueue: (entries: readonly QueueEntry[]) => void
  readonly clock: Clock
  /** Repositories of one App in one run: each costs the host a request or more. */
  readonly repositoriesMax?: number
}

type SweptHost = Pick<CodeHost, 'app' | 'installations'> & {
  readonly pulls: Pick<CodeHost['pulls'], 'listOpen'>
}

/** Where the run before stopped: what comes behind it, in the order of the numbers, is next. */
const PlaceSchema = z.object({ installation: z.number(), repository: z.number() })
type Place = z.infer<typeof PlaceSchema>

const start: Place = { installation: 0, repository: 0 }
/** A job that died on this pull request would die again; its next head comes by webhook, or the day after. */
const deadMs = 86_400_000
const jobsListedMax = 2_000

export function createSweepHeads(parts: SweepHeadsParts): Reconcile {
  const { hosts, store } = parts
  return (signal) =>
    forEachHost(hosts, signal, async (host) => {
      const name = `reconcile/heads/${host.app}`
      const from = PlaceSchema.safeParse(await store.settings.read(name)).data ?? start
      const run: Run = {
        parts,
        host,
        signal,
        attended: await keysAttendedTo(parts),
        at: from,
        examined: 0,
        recovered: 0,
        left: parts.repositoriesMax ?? 500,
        limited: null,
      }
      const outcome = await sweepHost(run)
      await store.settings.write(name, run.at)
      return outcome
    })
}

/** One run over one App. */
interface Run {
  readonly parts: SweepHeadsParts
  readonly host: SweptHost
  readonly signal: AbortSignal
  readonly attended: ReadonlySet<string>
  at: Place
  examined: number
  recovered: number
  /** Repositories that may still be read. */
  left: number
  /** The limit that ends first, of installations that were passed over. */
  limited: HostFailure | null
}

type Swept = Outcome<Reconciled, ReconcileFailure>

/** Pull requests that somebody works on already, or has given up on not long ago. */
async function keysAttendedTo({ store, clock }: SweepHeadsParts): Promise<ReadonlySet<string>> {
  const jobs = await store.jobs.list(['waiting', 'parked', 'active', 'dead'], jobsListedMax)
  const deadSince = clock.now() - deadMs
  const attended = jobs.filter(({ state, finishedAt }) => state !== 'dead' || (finishedAt ?? 0) >= deadSince)
  return new Set(attended.map(({ key }) => key))
}

async function sweepHost(run: Run): Promise<Swept> {
  const listed = await run.host.installations.list(run.signal)
  if (!listed.ok) return stopped(run, listed.failure)
  const due = listed.value
    .filter(({ id, isSuspended }) => !isSuspended && id >= run.at.installation)
    .sort((a, b) => a.id - b.id)
  for (const { id } of due) {
    if (run.left <= 0 || run.signal.aborted) return incomplete(run)
    const failure = await sweepInstallation(run, id)
    if (failure !== null) return stopped(run, failure)
    if (run.left > 0 && !run.signal.aborted) run.at = { installation: id + 1, repository: 0 }
  }
  if (run.left <= 0 || run.signal.aborted) return incomplete(run)
  run.at = start
  if (run.limited !== null) return stopped(run, run.limited)
  return succeed({ examined: run.examined, recovered: run.recovered, isComplete: true })
}

/** @returns the failure that ends the run; others end the repository or the installation, and are passed over */
async function sweepInstallation(run: Run, installation: InstallationId): Promise<HostFailure | null> {
  const listed = await run.host.installations.repositories(installation, run.signal)
  if (!listed.ok) return passOver(run, listed.failure).endsRun
  const after = run.at.installation === installation ? run.at.repository : 0
  const due = listed.value.filter(({ id }) => id > after).sort((a, b) => a.id - b.id)
  for (const repository of due) {
    if (run.left <= 0 || run.signal.aborted) return null
    run.left -= 1
    const failure = await sweepRepository(run, repository)
    if (failure !== null) {
      const { endsRun, endsInstallation } = passOver(run, failure)
      if (endsRun !== null || endsInstallation) return endsRun
    }
    run.at = { installation, repository: repository.id }
  }
  return null
}

/** Limits are an installation's own; a repository out of sight is nobody else's trouble; an outage is everybody's. */
function passOver(
  run: Run,
  failure: HostFailure,
): { readonly endsRun: HostFailure | null; readonly endsInstallation: boolean } {
  switch (failure.kind) {
    case 'primary-limit':
    case 'secondary-limit': {
      const isSooner = (failure.retryAt ?? 0) < (run.limited?.retryAt ?? Number.POSITIVE_INFINITY)
      if (isSooner) run.limited = failure
      return { endsRun: null, endsInstallation: true }
    }
    case 'permission':
    case 'not-found':
    case 'gone':
    case 'invalid':
    case 'conflict':
    case 'unexpected':
      return { endsRun: null, endsInstallation: false }
    case 'unauthorized':
    case 'unavailable':
    case 'network':
      return { endsRun: failure, endsInstallation: true }
  }
}

async function sweepRepository(run: Run, repository: Repository): Promise<HostFailure | null> {
  const { store, enqueue } = run.parts
  const open = await run.host.pulls.listOpen(repository, run.signal)
  if (!open.ok) return open.failure
  run.examined += open.value.length
  if (open.value.length === 0) return null
  const reviewed = await store.reviews.reviewedHeads(repository)
  for (const { number, head, isDraft } of open.value) {
    if (isDraft || reviewed.get(number) === head) continue
    const job = reviewJob(repository, number)
    if (run.attended.has(job.key)) continue
    const { entry } = await store.jobs.add(job)
    if (entry !== null) enqueue([entry])
    run.recovered += 1
  }
  return null
}

function reviewJob(repository: Repository, number: number): NewJob {
  const task = { kind: 'review', pullRequest: { repository, number }, mode: 'up-to-head' } as const
  const { installation } = repository
  return { key: jobKey(task), lane: 'sweep', installation, task, notBefore: null, cancelsActive: null }
}

function stopped({ recovered }: Run, failure: HostFailure): Swept {
  return fail({ ...failure, recovered })
}

function incomplete({ examined, recovered }: Run): Swept {
  return succeed({ examined, recovered, isComplete: false })
}
