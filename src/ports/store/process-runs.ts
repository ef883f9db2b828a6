/**
 * Which processes of the service ran when, with what version and configuration, and how each ended. Promise: of several
 * that find the same lost run one ends it; the sums of restarts and kills of a role on a host never shrink. All times are the
 * caller's.
 */
import type { Brand } from '../../domain/brand.ts'

export type ProcessRunId = Brand<string, 'ProcessRunId'>

/** `clean`: it was asked to end. */
export type ProcessEnding = 'clean' | 'killed' | 'out-of-memory'

export interface NewProcessRun {
  readonly role: string
  readonly host: string
  readonly pid: number
  readonly version: string
  readonly configHash: string
  /** A short digest of each setting, by its name. */
  readonly configDigests: Readonly<Record<string, string>>
  readonly startedAt: number
}

/** What a process tells of itself while it lives. */
export interface ProcessPulse {
  readonly at: number
  /** The larger of its shares of the heap and of the memory it may have, 0 to 1. */
  readonly memoryShare: number
  /** As its control group counts them; 0 when there is none. */
  readonly groupOomKills: number
}

export interface ProcessRun extends NewProcessRun {
  readonly id: ProcessRunId
  readonly lastSeenAt: number
  readonly memoryShare: number
  readonly groupOomKills: number
  /** Null while it runs, as far as anybody knows. */
  readonly endedAt: number | null
  readonly ending: ProcessEnding | null
  /** Of this role on this host so far. */
  readonly restarts: number
  readonly oomKills: number
}

/** A start of a role with another version or configuration than the start before it. */
export interface ServiceChange {
  readonly at: number
  readonly role: string
  readonly host: string
  readonly version: string
  /** Null: the first start of this role that is known. */
  readonly previousVersion: string | null
  /** Names of the settings that differ from the start before. */
  readonly changedSettings: readonly string[]
}

export interface ProcessRuns {
  /** With the sums of the run of this role on this host before. */
  begin(run: NewProcessRun): Promise<ProcessRun>
  pulse(id: ProcessRunId, pulse: ProcessPulse): Promise<void>
  /** @returns false when it had ended already */
  end(id: ProcessRunId, at: number, ending: ProcessEnding): Promise<boolean>
  /** Adds to a run's sums. @returns the sums now */
  add(
    id: ProcessRunId,
    more: { readonly restarts: number; readonly oomKills: number },
  ): Promise<{ readonly restarts: number; readonly oomKills: number }>
  /** All of them, of all roles. */
  unended(): Promise<readonly ProcessRun[]>
  /** Newest first. */
  list(limit: number): Promise<readonly ProcessRun[]>
  /** Oldest first, at most 200: deployments and changes of configuration. */
  changesSince(time: number): Promise<readonly ServiceChange[]>
  /** Removes runs that ended before, but for the newest of each role and host. @returns how many */
  forgetBefore(time: number): Promise<number>
}
