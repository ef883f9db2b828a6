/** What the agents add to a review besides findings. Every text is a model's: bounded, checked, and escaped where it is shown. */
import type { DroppedFinding } from '../finding/finding.ts'
import type { Severity } from '../finding/severity.ts'
import type { TokenUsage } from './model-usage.ts'

export interface AgentsReport {
  /** Why the agents did not finish, in a sentence for the reader; null when they did. */
  readonly stopped: AgentsStop | null
  /** Names of the models that answered, in the order of their first answer. */
  readonly models: readonly string[]
  readonly rounds: number
  /** Claims that the argument ended, with both voices; the gravest first, at most 20. */
  readonly refuted: readonly DroppedFinding[]
  /** Findings of the last review that are over, the gravest first, at most 20. Absent where there was no last review. */
  readonly over?: readonly EndedFinding[]
  readonly walkthrough: Walkthrough | null
  readonly usage: AgentsUsage
}

export interface EndedFinding {
  readonly path: string
  readonly severity: Severity
  readonly message: string
  /** Why it is over, in a sentence; the coder's, or ours. */
  readonly reason: string
}

export interface AgentsStop {
  readonly kind: 'analysers-only' | 'budget' | 'no-model' | 'model-failed' | 'out-of-time'
  readonly message: string
  /** True when some parts of the change were read before. */
  readonly isPartial: boolean
}

export interface AgentsUsage {
  readonly tokens: TokenUsage
  /** Millionths of a US dollar; null when a model has no known price. */
  readonly costMicroDollars: number | null
  /** Calls that were paid for, in all tries at this review; answers that were remembered are counted apart. */
  readonly calls: number
  /** Of these, calls whose tokens are our own count, because nobody told them. */
  readonly estimated: number
  readonly remembered: number
  /** Milliseconds spent waiting for models, added up over calls that ran side by side. */
  readonly modelMs: number
}

export interface Walkthrough {
  /** What the change does, two to five sentences. */
  readonly summary: string
  readonly files: readonly { readonly path: string; readonly text: string }[]
  /** A Mermaid flow chart of calls between modules that changed; null when there are none. Made by us, labels escaped. */
  readonly diagram: string | null
  readonly risk: { readonly level: 'low' | 'medium' | 'high'; readonly reasons: readonly string[] }
  /** For a person who reviews it. */
  readonly effortMinutes: number
  readonly missingTests: readonly MissingTest[]
}

export interface MissingTest {
  readonly path: string
  /** Which case, in a sentence: input and what should come of it. */
  readonly text: string
}
