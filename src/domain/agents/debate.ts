/** One claim on its way through an argument: what was said about it so far, and who has to speak about it next. */
import type { Severity } from '../finding/severity.ts'
import { cutText } from '../text/cut-text.ts'
import type { Claim } from './claim.ts'
import type { Speaker, Stance, Voice } from './voice.ts'

/** A voice, with the facts that the arbiter needs of it. */
export interface Move extends Voice {
  /** What the speaker would rather call it; null: no other. */
  readonly severity: Severity | null
  /** Some code that was cited with it stands where it was said to stand. */
  readonly isGrounded: boolean
}

export interface Debate {
  /** As it was revised last. */
  readonly claim: Claim
  readonly by: Speaker
  /** The claim's own quote stands in the code. */
  readonly isQuoteThere: boolean
  /** In the order in which they were made; the first one proposes. */
  readonly moves: readonly Move[]
}

const voiceCharactersMax = 1_000

export function otherOf(speaker: Speaker): Speaker {
  return speaker === 'coder' ? 'reviewer' : 'coder'
}

function lastStance({ moves }: Debate): Stance {
  return (moves.at(-1) as Move).stance
}

/** It was refuted, and whoever raised it has not said anything to that. */
function awaitsAnswer(debate: Debate): boolean {
  return lastStance(debate) === 'refutes'
}

/** It was raised, defended or revised, and the other has not said anything to that. */
function awaitsVerdict(debate: Debate): boolean {
  const stance = lastStance(debate)
  return stance === 'proposes' || stance === 'insists' || stance === 'revises'
}

/** Of these, what a speaker may speak about: own claims that were refuted, and the other's that await a verdict. */
export function opensFor(
  debates: readonly Debate[],
  speaker: Speaker,
): { readonly answers: readonly Debate[]; readonly judges: readonly Debate[] } {
  return {
    answers: debates.filter((debate) => debate.by === speaker && awaitsAnswer(debate)),
    judges: debates.filter((debate) => debate.by !== speaker && awaitsVerdict(debate)),
  }
}

export function withMove(debate: Debate, move: Move): Debate {
  return {
    ...debate,
    moves: [...debate.moves, { ...move, text: cutText(move.text.trim(), voiceCharactersMax) }],
  }
}

export function voicesOf({ moves }: Debate): readonly Voice[] {
  return moves.map(({ speaker, round, stance, text }) => ({ speaker, round, stance, text }))
}
