/**
 * What was run from the runbook. Promise: a run that was begun is there whatever happens to the process that runs it;
 * it is finished once, and not changed after that.
 */
import type { Actor } from '../../domain/actor/actor.ts'
import type { Brand } from '../../domain/brand.ts'

export type RunbookRunId = Brand<number, 'RunbookRunId'>

/** Reads look, changes can be repeated or taken back, what is destroyed does not come back. */
export const stepKinds = ['read', 'change', 'destroy'] as const
export type StepKind = (typeof stepKinds)[number]

/** `not-applicable`: what it needs is not here, so it was not run. */
export const runVerdicts = ['as-expected', 'unexpected', 'out-of-time', 'not-applicable'] as const
export type RunVerdict = (typeof runVerdicts)[number]

export interface NewRunbookRun {
  readonly page: string
  readonly step: string
  readonly kind: StepKind
  readonly command: string
  readonly parameters: Readonly<Record<string, string>>
  readonly incident: number | null
  readonly actor: Actor
  /** Milliseconds since the epoch. */
  readonly beganAt: number
}

export interface RunbookResult {
  readonly durationMs: number
  readonly exitCode: number | null
  readonly verdict: RunVerdict
  /** A sentence: what is not as expected, or why it was not run. Null when all is well. */
  readonly reason: string | null
  /** Bounded, without secrets, safe to print. */
  readonly output: string
  readonly isOutputCut: boolean
}

export interface RunbookRun extends NewRunbookRun {
  readonly id: RunbookRunId
  /** Null while it runs. */
  readonly result: RunbookResult | null
}

export interface RunbookRuns {
  begin(run: NewRunbookRun): Promise<RunbookRunId>
  /** @returns false when it was finished already */
  finish(id: RunbookRunId, result: RunbookResult): Promise<boolean>
  find(id: RunbookRunId): Promise<RunbookRun | null>
  /** Oldest first. */
  ofIncident(incident: number, limit: number): Promise<readonly RunbookRun[]>
  /** Newest first, of one page or of all. */
  list(page: string | null, limit: number): Promise<readonly RunbookRun[]>
  /** Removes runs that belong to no incident and began before. @returns how many */
  forgetBefore(time: number): Promise<number>
}
