/**
 * What a review asks of the agents: claims that were argued over and held to the code, and the truth about what was not
 * read. Promise: it never fails as a whole, costs no more than its budget, and reads through the snapshot alone.
 */
import type { AgentSettings } from '../../domain/agents/agent-settings.ts'
import type { AgentsReport } from '../../domain/agents/agents-report.ts'
import type { Voice } from '../../domain/agents/voice.ts'
import type { ChangedEntry } from '../../domain/change/changed-entry.ts'
import type { Hunk } from '../../domain/diff/hunk.ts'
import type { DroppedFinding } from '../../domain/finding/finding.ts'
import type { Observation } from '../../domain/finding/observation.ts'
import type { Severity } from '../../domain/finding/severity.ts'
import type { Language } from '../../domain/language.ts'
import type { Snapshot } from '../source/source.ts'

/** A file of the change that was read, as the analysers saw it, with its hunks. Lines end at LF and nowhere else. */
export interface FileToDiscuss {
  readonly entry: ChangedEntry
  readonly path: string
  readonly language: Language | null
  readonly role: 'code' | 'lock'
  readonly head: string | null
  readonly base: string | null
  readonly addedLines: ReadonlySet<number>
  readonly removedLines: ReadonlySet<number>
  readonly hunks: readonly Hunk[]
}

/** What an analyser says already, so that nobody says it again. */
export interface KnownDefect {
  readonly path: string
  readonly line: number
  readonly endLine: number
  readonly side: 'RIGHT' | 'LEFT'
  /** `analyser/rule-id` */
  readonly rule: string
  readonly severity: Severity
  readonly message: string
}

/** As the repository's configuration says. */
export interface DiscussionSettings {
  readonly agents: AgentSettings
  /** Those whose globs match a path, in the order of the file. */
  readonly instructionsFor: (path: string) => readonly string[]
}

export interface ChangeToDiscuss {
  readonly snapshot: Snapshot
  readonly settings: DiscussionSettings
  readonly files: readonly FileToDiscuss[]
  readonly known: readonly KnownDefect[]
  /** Takes the secrets that analysers found out of any text; nothing goes to a model without it. */
  readonly mask: (text: string) => string
  /**
   * What analysers say of one file with these contents at its head: so that a suggestion can be tried. Rules and
   * lines alone.
   */
  readonly analyseAgain: (
    files: readonly { readonly file: FileToDiscuss; readonly head: string }[],
  ) => Promise<readonly (readonly { readonly rule: string; readonly line: number }[])[]>
}

/** An observation of the agents, with the argument behind it. */
export interface AgentObservation extends Observation {
  readonly path: string
  readonly voices: readonly Voice[]
}

export interface AgentsResult {
  readonly observations: readonly AgentObservation[]
  /** Claims that were dropped, each with its reason. */
  readonly dropped: readonly DroppedFinding[]
  /** Files, or parts of them, that the agents did not read, with the reason in words; files they read in full are absent. */
  readonly unread: readonly { readonly path: string; readonly reason: string }[]
  readonly notes: readonly string[]
  readonly report: AgentsReport
  /** Milliseconds by stage: `agents.context`, `agents.models` (waiting), `agents.grounding`. */
  readonly stages: Readonly<Record<string, number>>
}

export interface Agents {
  /** Starts what `discuss` will need while analysers are still at work. */
  prepare(signal: AbortSignal): void
  /** Starts reading what `discuss` of the same files will need of the tree. Nobody is asked anything yet. */
  readAhead(change: Pick<ChangeToDiscuss, 'snapshot' | 'files'>, signal: AbortSignal): void
  discuss(
    change: ChangeToDiscuss,
    signal: AbortSignal,
    onProgress?: (done: number, total: number) => void,
  ): Promise<AgentsResult>
  close(): Promise<void>
}
