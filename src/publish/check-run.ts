/**
 * The check runs of a pull request, none of which may be left in progress. Before one is created an intention is
 * remembered, so that a creation whose answer was lost is found again at the host by its external id, even when the
 * commit is no longer the head by then.
 */
import { createHash } from 'node:crypto'
import { type Outcome, succeed } from '../domain/outcome.ts'
import { type PullRequestRef, pullRequestKey } from '../domain/pull-request/pull-request.ts'
import type { CommitSha } from '../domain/repository/commit-sha.ts'
import type { CheckRun, CheckUpdate } from '../ports/code-host/check-run.ts'
import type { Checks } from '../ports/code-host/code-host.ts'
import type { HostFailure } from '../ports/code-host/host-failure.ts'
import type { Log } from '../ports/log/log.ts'
import type { OpenCheck, ReviewMemory } from '../ports/store/review-memory.ts'
import { type ReviewStatus, renderStatus } from './render/status-page.ts'

export interface CheckRunParts {
  readonly checks: Checks
  readonly memory: Pick<ReviewMemory, 'openChecks' | 'checkOpened' | 'checkClosed'>
  readonly log: Log
  /** As people see it in the list of checks, e.g. `autogen-bot`. */
  readonly checkName: string
}

export interface CheckRuns {
  /** One request for a new head; the run that is open already is used again. */
  start(pullRequest: PullRequestRef, head: CommitSha, signal: AbortSignal): Promise<Started>
  /** For states without a conclusion: running, parked, interrupted. One with a conclusion ends and forgets the run. */
  show(
    pullRequest: PullRequestRef,
    check: OpenCheck,
    status: ReviewStatus,
    signal: AbortSignal,
  ): Promise<Outcome<void, HostFailure>>
  /** Completes the run, which stays remembered: a crash before the review is recorded then makes no second run. */
  finish(
    pullRequest: PullRequestRef,
    check: OpenCheck,
    update: CheckUpdate,
    signal: AbortSignal,
  ): Promise<Outcome<void, HostFailure>>
  /** After `finish`, when the review is recorded. */
  forget(pullRequest: PullRequestRef, check: OpenCheck): Promise<void>
  /**
   * Completes what other commits of the pull request have left open; `head` null: of all. One that cannot be closed now
   * stays remembered and is closed the next time. @returns the first failure among them
   */
  closeOthers(
    pullRequest: PullRequestRef,
    head: CommitSha | null,
    status: Extract<ReviewStatus, { kind: 'superseded' | 'closed' | 'skipped' }>,
    signal: AbortSignal,
  ): Promise<Outcome<void, HostFailure>>
}

export type Started = Outcome<OpenCheck, HostFailure>

export function createCheckRuns({ checks, memory, log, checkName }: CheckRunParts): CheckRuns {
  return { start, show, finish, forget, closeOthers }

  async function start(pullRequest: PullRequestRef, head: CommitSha, signal: AbortSignal): Promise<Started> {
    const open = (await memory.openChecks(pullRequest)).filter((check) => check.head === head)
    const known = open.find((check) => !isIntention(check))
    if (known !== undefined) {
      const resumed = await resume(pullRequest, known, signal)
      if (resumed !== null) return resumed
    } else if (open.length > 0) {
      const found = await findLost(pullRequest, head, signal)
      if (!found.ok) return found
      const lost = found.value[0]
      if (lost !== undefined) return succeed(await remember(pullRequest, { checkRun: lost.id, head }))
    }
    return create(pullRequest, head, signal)
  }

  /** @returns null when the host does not know the run any more */
  async function resume(
    pullRequest: PullRequestRef,
    check: OpenCheck,
    signal: AbortSignal,
  ): Promise<Started | null> {
    const shown = await checks.update(
      pullRequest.repository,
      check.checkRun,
      renderStatus({ kind: 'running' }),
      signal,
    )
    // With the intention that a crash may have left beside it.
    if (shown.ok) return succeed(await remember(pullRequest, check))
    if (!isLost(shown.failure)) return shown
    await memory.checkClosed(pullRequest, check.checkRun)
    return null
  }

  async function create(pullRequest: PullRequestRef, head: CommitSha, signal: AbortSignal): Promise<Started> {
    await memory.checkOpened(pullRequest, intentionOf(pullRequest, head))
    const { title, summary } = renderStatus({ kind: 'running' })
    const externalId = externalIdOf(pullRequest, head)
    const run = { name: checkName, head, externalId, title, summary }
    const created = await checks.start(pullRequest.repository, run, signal)
    if (created.ok) return succeed(await remember(pullRequest, { checkRun: created.value.id, head }))
    if (!created.failure.mayHaveApplied)
      await memory.checkClosed(pullRequest, intentionOf(pullRequest, head).checkRun)
    return created
  }

  /** The run is remembered before the intention is forgotten: between the two a crash leaves both, which is harmless. */
  async function remember(pullRequest: PullRequestRef, check: OpenCheck): Promise<OpenCheck> {
    await memory.checkOpened(pullRequest, check)
    await memory.checkClosed(pullRequest, intentionOf(pullRequest, check.head).checkRun)
    return check
  }

  /** Our runs for this pull request on that commit that are not completed. */
  async function findLost(
    pullRequest: PullRequestRef,
    head: CommitSha,
    signal: AbortSignal,
  ): Promise<Outcome<readonly CheckRun[], HostFailure>> {
    const runs = await checks.list(pullRequest.repository, head, signal)
    if (!runs.ok) return runs
    const externalId = externalIdOf(pullRequest, head)
    return succeed(runs.value.filter((run) => run.externalId === externalId && run.status !== 'completed'))
  }

  async function show(
    pullRequest: PullRequestRef,
    check: OpenCheck,
    status: ReviewStatus,
    signal: AbortSignal,
  ): Promise<Outcome<void, HostFailure>> {
    const update = renderStatus(status)
    const shown = await finish(pullRequest, check, update, signal)
    if (shown.ok && update.conclusion !== null) await forget(pullRequest, check)
    return shown
  }

  async function finish(
    pullRequest: PullRequestRef,
    check: OpenCheck,
    update: CheckUpdate,
    signal: AbortSignal,
  ): Promise<Outcome<void, HostFailure>> {
    const updated = await updateSomehow(pullRequest, check, update, signal)
    if (!updated.ok && !isLost(updated.failure)) return updated
    if (!updated.ok) {
      log.warn({ checkRun: check.checkRun }, 'a check run is gone at the host')
      await forget(pullRequest, check)
    }
    return succeed(undefined)
  }

  async function forget(pullRequest: PullRequestRef, { checkRun }: OpenCheck): Promise<void> {
    await memory.checkClosed(pullRequest, checkRun)
  }

  /** What the host will not take is left out: a run with a bare verdict is better than one that never ends. */
  async function updateSomehow(
    { repository }: PullRequestRef,
    { checkRun }: OpenCheck,
    update: CheckUpdate,
    signal: AbortSignal,
  ): Promise<Outcome<void, HostFailure>> {
    const updated = await checks.update(repository, checkRun, update, signal)
    const isBare = update.annotations.length === 0 && update.text === null
    if (updated.ok || updated.failure.kind !== 'invalid' || isBare) return updated
    log.warn({ checkRun, message: updated.failure.message }, 'the details of a check run were refused')
    return checks.update(repository, checkRun, { ...update, text: null, annotations: [] }, signal)
  }

  async function closeOthers(
    pullRequest: PullRequestRef,
    head: CommitSha | null,
    status: ReviewStatus,
    signal: AbortSignal,
  ): Promise<Outcome<void, HostFailure>> {
    const others = (await memory.openChecks(pullRequest)).filter((check) => check.head !== head)
    let first: Outcome<void, HostFailure> = succeed(undefined)
    for (const check of others) {
      const closed = isIntention(check)
        ? await closeIntention(pullRequest, check, status, signal)
        : await show(pullRequest, check, status, signal)
      if (closed.ok) continue
      log.warn({ checkRun: check.checkRun, kind: closed.failure.kind }, 'a check run could not be closed')
      if (first.ok) first = closed
    }
    return first
  }

  async function closeIntention(
    pullRequest: PullRequestRef,
    intention: OpenCheck,
    status: ReviewStatus,
    signal: AbortSignal,
  ): Promise<Outcome<void, HostFailure>> {
    const found = await findLost(pullRequest, intention.head, signal)
    if (!found.ok && !isLost(found.failure)) return found
    for (const run of found.ok ? found.value : []) {
      const closed = await show(pullRequest, { checkRun: run.id, head: intention.head }, status, signal)
      if (!closed.ok) return closed
    }
    await memory.checkClosed(pullRequest, intention.checkRun)
    return succeed(undefined)
  }
}

/** Answers that say: there is no such run. Trying again would never end. */
function isLost({ kind }: HostFailure): boolean {
  return kind === 'not-found' || kind === 'gone'
}

function externalIdOf(pullRequest: PullRequestRef, head: CommitSha): string {
  return `${pullRequestKey(pullRequest)}@${head}`
}

/** Hosts number their runs upwards from 1; below zero there is room for those whose number we do not know yet. */
function intentionOf(pullRequest: PullRequestRef, head: CommitSha): OpenCheck {
  const digest = createHash('sha256').update(externalIdOf(pullRequest, head)).digest()
  return { checkRun: -1 - digest.readUIntBE(0, 6), head }
}

function isIntention({ checkRun }: OpenCheck): boolean {
  return checkRun < 0
}
