/** What an agent says is wrong, before it was argued over and held to the code. */
import type { Category, Severity } from '../finding/severity.ts'
import type { Speaker, Voice } from './voice.ts'

/** A piece of code that somebody cites. Hostile until grounded: a model may invent all of it. */
export interface Citation {
  readonly path: string
  readonly side: 'RIGHT' | 'LEFT'
  /** From 1. */
  readonly line: number
  readonly endLine: number
  /** The code of those lines as the model copied it; may be a part of the first and last line. */
  readonly quote: string
}

export interface Claim extends Citation {
  /** Names it within one dialogue: `c1`, `c2` of the coder, `r1` of the reviewer. */
  readonly id: string
  /** A few words that name the defect, e.g. `nil dereference`. */
  readonly title: string
  /** What happens, when, and what to do: one to four sentences, no markup. */
  readonly message: string
  readonly severity: Severity
  readonly category: Category
  readonly cwe: readonly string[]
  /** 0..1, as the agent says. */
  readonly confidence: number
  /** Replaces the lines `line`..`endLine` as a whole; line feeds between, none at the end. */
  readonly replacement: string | null
  /** Other code that the claim rests on, e.g. a caller. */
  readonly evidence: readonly Citation[]
}

/** How an argument ended, by a rule and not by a model. */
export interface ArguedClaim {
  readonly claim: Claim
  readonly by: Speaker
  readonly voices: readonly Voice[]
  readonly outcome: 'upheld' | 'refuted' | 'withdrawn'
  /** The rule that decided, in a sentence. */
  readonly reason: string
}
