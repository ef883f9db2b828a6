/** What a dialogue waits for, and what may come of it. All of it is JSON. */
import type { Severity } from '../finding/severity.ts'
import type { Claim } from './claim.ts'
import type { Speaker } from './voice.ts'

/** Whose turn it is, about what. Ids are of claims. */
export type Step =
  | { readonly kind: 'propose'; readonly speaker: 'coder'; readonly round: number }
  | {
      readonly kind: 'challenge'
      readonly speaker: 'reviewer'
      readonly round: number
      /** The coder's claims; every one of them is to be judged. */
      readonly judges: readonly string[]
    }
  | {
      /** The coder's later turns are `answer`, the reviewer's `settle`. */
      readonly kind: 'answer' | 'settle'
      readonly speaker: Speaker
      readonly round: number
      /** Own claims that were refuted. */
      readonly answers: readonly string[]
      /** The other's claims that await a verdict. */
      readonly judges: readonly string[]
    }

export type StepKind = Step['kind']

/** Claims that one speaker may raise in one dialogue. */
export const claimsMax = 20

/** A claim before it has a name in this dialogue. */
export type ClaimDraft = Omit<Claim, 'id'>

export interface Proposal {
  readonly claim: ClaimDraft
  readonly isQuoteThere: boolean
}

export interface Verdict {
  readonly claim: string
  readonly stance: 'confirm' | 'refute'
  readonly severity: Severity | null
  readonly reason: string
  /** Some of the code that it cites is there. */
  readonly isGrounded: boolean
}

export interface Reply {
  readonly claim: string
  readonly stance: 'insist' | 'revise' | 'withdraw'
  readonly reason: string
  readonly isGrounded: boolean
  /** Of `revise` and of nothing else: what stands in its place. */
  readonly revised: Proposal | null
}

export type DialogueEvent =
  | { readonly kind: 'proposed'; readonly proposals: readonly Proposal[] }
  | {
      readonly kind: 'challenged'
      readonly verdicts: readonly Verdict[]
      readonly proposals: readonly Proposal[]
    }
  | { readonly kind: 'answered'; readonly replies: readonly Reply[]; readonly verdicts: readonly Verdict[] }
  | { readonly kind: 'settled'; readonly replies: readonly Reply[]; readonly verdicts: readonly Verdict[] }
  /** Whose turn it is gave no usable answer; it is not asked again. */
  | { readonly kind: 'silent' }
  /** Nobody may be asked any more: the money is spent, or people cancelled. */
  | { readonly kind: 'stopped' }

export interface DialogueRefusal {
  /** What is not legal about the event, in one sentence. */
  readonly message: string
}
