/** The line on a pull request that says whether it was reviewed, and what came of it. */
import type { CommitSha } from '../../domain/repository/commit-sha.ts'

export type CheckConclusion = 'success' | 'failure' | 'neutral' | 'cancelled'

export interface NewCheckRun {
  readonly name: string
  readonly head: CommitSha
  /** Ours, to recognise it when the answer to its creation was lost. */
  readonly externalId: string
  readonly title: string
  readonly summary: string
}

export interface CheckRun {
  readonly id: number
  readonly name: string
  readonly head: CommitSha
  readonly externalId: string | null
  readonly status: 'queued' | 'in_progress' | 'completed'
  readonly conclusion: string | null
}

export interface CheckUpdate {
  /** Null while it runs or is parked. */
  readonly conclusion: CheckConclusion | null
  /** At most 255 characters. */
  readonly title: string
  /** Markdown, at most 65,535 characters each. */
  readonly summary: string
  readonly text: string | null
  readonly annotations: readonly Annotation[]
}

export interface Annotation {
  readonly path: string
  readonly startLine: number
  readonly endLine: number
  readonly level: 'notice' | 'warning' | 'failure'
  /** At most 255 characters. */
  readonly title: string
  /** At most 64 KiB. */
  readonly message: string
}
