/**
 * From what a model answered to an event of the dialogue. What was not asked is not heard, of two words on one claim the
 * first counts, a finding that is told twice is one.
 */
import type { Citation } from '../../domain/agents/claim.ts'
import type {
  ClaimDraft,
  DialogueEvent,
  Proposal,
  Reply,
  Step,
  Verdict,
} from '../../domain/agents/dialogue-event.ts'
import type {
  AnswerAnswer,
  ChallengeAnswer,
  FindingAnswer,
  ProposeAnswer,
  ReplyAnswer,
  SettleAnswer,
  VerdictAnswer,
} from './answers.ts'

/** Whether what is cited stands where it is said to stand, or near it. */
export type Holds = (citation: Citation) => boolean

type StepOf<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>

export function hearProposal({ findings }: ProposeAnswer, holds: Holds): DialogueEvent {
  return { kind: 'proposed', proposals: proposalsOf(findings, holds) }
}

export function hearChallenge(
  { verdicts, findings }: ChallengeAnswer,
  { judges }: StepOf<'challenge'>,
  holds: Holds,
): DialogueEvent {
  return {
    kind: 'challenged',
    verdicts: asked(verdicts, judges).map((verdict) => verdictOf(verdict, holds)),
    proposals: proposalsOf(findings, holds),
  }
}

export function hearAnswer(
  { answers, verdicts }: AnswerAnswer,
  step: StepOf<'answer' | 'settle'>,
  holds: Holds,
): DialogueEvent {
  return {
    kind: 'answered',
    replies: asked(answers, step.answers).map((answer) => replyOf(answer, holds)),
    verdicts: asked(verdicts, step.judges).map((verdict) => verdictOf(verdict, holds)),
  }
}

/** About its own claims the reviewer says with `confirm` that it insists, with `refute` that it takes them back. */
export function hearSettlement(
  { verdicts }: SettleAnswer,
  step: StepOf<'answer' | 'settle'>,
  holds: Holds,
): DialogueEvent {
  return {
    kind: 'settled',
    replies: asked(verdicts, step.answers).map(({ claim, stance, reason, evidence }): Reply => {
      const isGrounded = evidence.some(holds)
      return {
        claim,
        stance: stance === 'confirm' ? 'insist' : 'withdraw',
        reason,
        isGrounded,
        revised: null,
      }
    }),
    verdicts: asked(verdicts, step.judges).map((verdict) => verdictOf(verdict, holds)),
  }
}

function proposalsOf(findings: readonly FindingAnswer[], holds: Holds): readonly Proposal[] {
  const byPlace = new Map<string, FindingAnswer>()
  for (const finding of findings) {
    const { path, side, line, endLine, title } = finding
    const place = JSON.stringify([path, side, line, endLine, title.toLowerCase()])
    if (!byPlace.has(place)) byPlace.set(place, finding)
  }
  return [...byPlace.values()].map((claim) => proposalOf(claim, holds))
}

function proposalOf(claim: ClaimDraft, holds: Holds): Proposal {
  return { claim, isQuoteThere: holds(claim) }
}

function verdictOf({ evidence, ...verdict }: VerdictAnswer, holds: Holds): Verdict {
  return { ...verdict, isGrounded: evidence.some(holds) }
}

/** A revision that says nothing new is an insistence. */
function replyOf({ claim, stance, reason, evidence, revised }: ReplyAnswer, holds: Holds): Reply {
  const isGrounded = evidence.some(holds)
  if (stance === 'revise' && revised !== null)
    return { claim, stance, reason, isGrounded, revised: proposalOf(revised, holds) }
  return { claim, stance: stance === 'withdraw' ? 'withdraw' : 'insist', reason, isGrounded, revised: null }
}

function asked<Said extends { readonly claim: string }>(
  said: readonly Said[],
  ids: readonly string[],
): readonly Said[] {
  const first = new Map<string, Said>()
  for (const one of said) if (ids.includes(one.claim) && !first.has(one.claim)) first.set(one.claim, one)
  return [...first.values()]
}
