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
export type IsThere = (citation: Citation) => boolean

type StepOf<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>

export function hearProposal({ findings }: ProposeAnswer, isThere: IsThere): DialogueEvent {
  return { kind: 'proposed', proposals: proposalsOf(findings, isThere) }
}

export function hearChallenge(
  { verdicts, findings }: ChallengeAnswer,
  { judges }: StepOf<'challenge'>,
  isThere: IsThere,
): DialogueEvent {
  return {
    kind: 'challenged',
    verdicts: asked(verdicts, judges).map((verdict) => verdictOf(verdict, isThere)),
    proposals: proposalsOf(findings, isThere),
  }
}

export function hearAnswer(
  { answers, verdicts }: AnswerAnswer,
  step: StepOf<'answer' | 'settle'>,
  isThere: IsThere,
): DialogueEvent {
  return {
    kind: 'answered',
    replies: asked(answers, step.answers).map((answer) => replyOf(answer, isThere)),
    verdicts: asked(verdicts, step.judges).map((verdict) => verdictOf(verdict, isThere)),
  }
}

/** About its own claims the reviewer says with `confirm` that it insists, with `refute` that it takes them back. */
export function hearSettlement(
  { verdicts }: SettleAnswer,
  step: StepOf<'answer' | 'settle'>,
  isThere: IsThere,
): DialogueEvent {
  return {
    kind: 'settled',
    replies: asked(verdicts, step.answers).map(({ claim, stance, reason, evidence }): Reply => {
      const isGrounded = evidence.some(isThere)
      return {
        claim,
        stance: stance === 'confirm' ? 'insist' : 'withdraw',
        reason,
        isGrounded,
        revised: null,
      }
    }),
    verdicts: asked(verdicts, step.judges).map((verdict) => verdictOf(verdict, isThere)),
  }
}

function proposalsOf(findings: readonly FindingAnswer[], isThere: IsThere): readonly Proposal[] {
  const byPlace = new Map<string, FindingAnswer>()
  for (const finding of findings) {
    const { path, side, line, endLine, title } = finding
    const place = JSON.stringify([path, side, line, endLine, title.toLowerCase()])
    if (!byPlace.has(place)) byPlace.set(place, finding)
  }
  return [...byPlace.values()].map((claim) => proposalOf(claim, isThere))
}

function proposalOf(claim: ClaimDraft, isThere: IsThere): Proposal {
  return { claim, isQuoteThere: isThere(claim) }
}

function verdictOf({ evidence, ...verdict }: VerdictAnswer, isThere: IsThere): Verdict {
  return { ...verdict, isGrounded: evidence.some(isThere) }
}

/** A revision that says nothing new is an insistence. */
function replyOf({ claim, stance, reason, evidence, revised }: ReplyAnswer, isThere: IsThere): Reply {
  const isGrounded = evidence.some(isThere)
  if (stance === 'revise' && revised !== null)
    return { claim, stance, reason, isGrounded, revised: proposalOf(revised, isThere) }
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
