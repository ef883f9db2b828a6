/** What a review says, whoever reads it: the command line, a pull request, a later review. */
import type { AgentsReport } from '../agents/agents-report.ts'
import type { DroppedFinding, Finding } from '../finding/finding.ts'

export interface CoverageLine {
  /** Of the head; of the base for a deleted file. */
  readonly path: string
  readonly status: 'reviewed' | 'partly' | 'skipped'
  /** Null when reviewed in full; otherwise a sentence that says why not. */
  readonly reason: string | null
  /** The path's bytes in base64, only when they are not UTF-8 (then `path` shows the odd ones as `\xNN`). */
  readonly pathBase64?: string
  /** Before a rename or copy. */
  readonly previousPath?: string
}

export interface ReviewReport {
  readonly version: 1
  /** Commit of the base; a tree for `--staged` and `--working-tree` heads. Full hexadecimal object names. */
  readonly base: string
  readonly head: string
  readonly mergeBase: string
  /** Ranked: the worst first. */
  readonly findings: readonly Finding[]
  /** Every changed file once, in the order of the paths' bytes. */
  readonly coverage: readonly CoverageLine[]
  /** Sentences about the review as a whole, e.g. that the change edits the bot's own configuration. */
  readonly notes: readonly string[]
  readonly stats: ReviewStats
  /** Absent when no agents were asked. */
  readonly agents?: AgentsReport
  /** Present when asked for. */
  readonly dropped?: readonly DroppedFinding[]
}

export interface ReviewStats {
  readonly files: number
  /** Lines. */
  readonly added: number
  readonly removed: number
  readonly durationMs: number
  /** Milliseconds by stage; stages may overlap. */
  readonly stages: Readonly<Record<string, number>>
}
