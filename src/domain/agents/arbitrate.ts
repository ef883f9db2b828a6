/**
 * Who won an argument: a rule, and not a model.
 *
 * 1. What its own speaker withdrew is out.
 * 2. A refutation counts only when it cites code that is there, or when the claim's own quote is not there.
 * 3. A refutation that counts stands until it is answered with code that is there, or until whoever made it confirms.
 *    While one stands, the claim is out; whoever has the last word with code, has won.
 * 4. Everything else is upheld, and is as sure as the argument made it: surer when the other confirmed it, less sure when
 *    the other refuted it without showing code, said nothing about it, or did not answer at all.
 * 5. Its severity is settled by `calibrateSeverity`.
 */
import { calibrateSeverity } from './calibrate-severity.ts'
import type { ArguedClaim } from './claim.ts'
import { type Debate, type Move, otherOf, voicesOf } from './debate.ts'
import type { DialogueState } from './dialogue.ts'

/** One for each claim, in the order in which they were raised. Of a dialogue that is not over: as it stands now. */
export function arbitrate(state: DialogueState): readonly ArguedClaim[] {
  return state.debates.map((debate) => {
    const { claim, by } = debate
    const decision = decide(debate, state)
    const voices = voicesOf(debate)
    if (decision.outcome !== 'upheld')
      return { claim, by, voices, outcome: decision.outcome, reason: decision.reason }
    const confidence = Math.round(decision.confidence * 100) / 100
    const { severity, note } = calibrateSeverity(debate, decision.isAgreed)
    const reason = note === null ? decision.reason : `${decision.reason} ${note}`
    return { claim: { ...claim, severity, confidence }, by, voices, outcome: 'upheld', reason }
  })
}

type Decision =
  | { readonly outcome: 'withdrawn' | 'refuted'; readonly reason: string }
  | {
      readonly outcome: 'upheld'
      readonly reason: string
      readonly confidence: number
      readonly isAgreed: boolean
    }

/** What is left of a claim's confidence when the other did not confirm it. */
const weights = { refutedWithoutCode: 0.7, defended: 0.9, unjudged: 0.7, unanswered: 0.6 }

function decide(debate: Debate, { silent }: DialogueState): Decision {
  const { by, claim, moves } = debate
  const other = otherOf(by)
  if (moves.some(({ stance }) => stance === 'withdraws'))
    return { outcome: 'withdrawn', reason: `The ${by} withdrew it.` }
  const standing = standingRefutation(debate)
  if (standing !== null) return { outcome: 'refuted', reason: reasonOfRefutation(debate, standing) }

  const verdict = moves.findLast(({ speaker }) => speaker === other)
  const isAgreed = verdict?.stance === 'confirms'
  const upheld = (confidence: number, reason: string) =>
    ({ outcome: 'upheld', reason, confidence, isAgreed }) as const
  if (isAgreed)
    return upheld((1 + claim.confidence) / 2, `Both hold it for a defect: the ${other} confirmed it.`)
  if (verdict !== undefined)
    return isDefended(debate)
      ? upheld(
          claim.confidence * weights.defended,
          `The ${by} defended it with code, and no code was shown against that.`,
        )
      : upheld(
          claim.confidence * weights.refutedWithoutCode,
          `The ${other} refuted it without showing code that is there.`,
        )
  return silent.includes(other)
    ? upheld(
        claim.confidence * weights.unanswered,
        `The ${other} did not answer, so nobody tried to refute it; it counts for less.`,
      )
    : upheld(
        claim.confidence * weights.unjudged,
        `The ${other} neither refuted nor confirmed it; it counts for less.`,
      )
}

/** The refutation that counts and was not answered with code, or null. */
function standingRefutation({ by, moves, isQuoteThere }: Debate): Move | null {
  let standing: Move | null = null
  for (const move of moves) {
    if (move.speaker !== by)
      standing = move.stance === 'confirms' ? null : move.isGrounded || !isQuoteThere ? move : standing
    else if (move.isGrounded) standing = null
  }
  return standing
}

function reasonOfRefutation(debate: Debate, standing: Move): string {
  const other = otherOf(debate.by)
  if (!standing.isGrounded) return `The ${other} refuted it, and what it quotes is not in the code.`
  const answer = debate.moves.findLast(({ speaker }) => speaker === debate.by) as Move
  if (answer.stance === 'proposes')
    return `The ${other} refuted it with code, and the ${debate.by} did not answer.`
  return debate.moves.indexOf(answer) > debate.moves.indexOf(standing)
    ? `The ${other} refuted it with code, and the ${debate.by} insisted without showing any.`
    : `The ${other} refuted it with code in the last word.`
}

/** It was refuted, and answered with code. */
function isDefended({ by, moves }: Debate): boolean {
  const first = moves.findIndex(({ stance }) => stance === 'refutes')
  return first >= 0 && moves.slice(first).some(({ speaker, isGrounded }) => speaker === by && isGrounded)
}
