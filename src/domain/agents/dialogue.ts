/**
 * The argument of coder and reviewer, as a value: whose turn it is, and what becomes of it when they speak. Pure and
 * JSON-able, so that a dialogue that was cut off is played again from what was said.
 *
 * A round is one turn of each. In the first the coder proposes, and the reviewer judges every proposal and adds its own.
 * In each later one the coder answers what was refuted and judges what the reviewer raised, and the reviewer settles what
 * is still disputed; so the last word is always the reviewer's. When nothing is disputed any more it ends, whatever
 * rounds are left.
 */
import { assertNever } from '../assert-never.ts'
import { type Outcome, succeed } from '../outcome.ts'
import { type Debate, opensFor, otherOf, withMove } from './debate.ts'
import type { DialogueEvent, DialogueRefusal, Proposal, Reply, Step, Verdict } from './dialogue-event.ts'
import { refusalOf } from './refuse-event.ts'
import type { Speaker } from './voice.ts'

export const roundsMax = 4

export interface DialogueState {
  readonly rounds: number
  /** From 1. */
  readonly round: number
  readonly speaker: Speaker
  readonly debates: readonly Debate[]
  /** Who failed to answer, and is not asked again. */
  readonly silent: readonly Speaker[]
  readonly ended: DialogueEnd | null
}

/**
 * `agreed`: nothing is disputed. `last-word`: the rounds are over. `silent`: somebody whose turn it was did not answer.
 * `stopped`: nobody could be asked any more; then the outcome is partial.
 */
export type DialogueEnd = 'agreed' | 'last-word' | 'silent' | 'stopped'

/** @param rounds 1..4; anything else is taken as the nearest of these */
export function beginDialogue(rounds: number): DialogueState {
  return {
    rounds: Math.min(roundsMax, Math.max(1, Math.trunc(rounds) || 1)),
    round: 1,
    speaker: 'coder',
    debates: [],
    silent: [],
    ended: null,
  }
}

export function nextStep(state: DialogueState): Step | 'done' {
  const { round, speaker, ended } = state
  if (ended !== null) return 'done'
  if (round === 1 && speaker === 'coder') return { kind: 'propose', speaker, round }
  const { answers, judges } = opensFor(state.debates, speaker)
  if (round === 1 && speaker === 'reviewer')
    return { kind: 'challenge', speaker, round, judges: judges.map(idOf) }
  return {
    kind: speaker === 'coder' ? 'answer' : 'settle',
    speaker,
    round,
    answers: answers.map(idOf),
    judges: judges.map(idOf),
  }
}

/** An event that does not fit the step is refused, and the state stays as it was. */
export function applyStep(
  state: DialogueState,
  event: DialogueEvent,
): Outcome<DialogueState, DialogueRefusal> {
  const refusal = refusalOf(nextStep(state), event)
  if (refusal !== null) return { ok: false, failure: { message: refusal } }
  switch (event.kind) {
    case 'proposed':
      return succeed(passTurn(withProposals(state, event.proposals)))
    case 'challenged':
      return succeed(passTurn(withProposals(withVerdicts(state, event.verdicts), event.proposals)))
    case 'answered':
    case 'settled':
      return succeed(passTurn(withVerdicts(withReplies(state, event.replies), event.verdicts)))
    case 'silent':
      return succeed(passTurn({ ...state, silent: [...state.silent, state.speaker] }))
    case 'stopped':
      return succeed({ ...state, ended: 'stopped' })
    default:
      return assertNever(event)
  }
}

function passTurn(state: DialogueState): DialogueState {
  const speaker = otherOf(state.speaker)
  const round = speaker === 'coder' ? state.round + 1 : state.round
  const { answers, judges } = opensFor(state.debates, speaker)
  if (round > 1 && answers.length + judges.length === 0)
    return { ...state, ended: state.silent.length > 0 ? 'silent' : 'agreed' }
  if (state.silent.includes(speaker)) return { ...state, ended: 'silent' }
  if (round > state.rounds) return { ...state, ended: 'last-word' }
  return { ...state, speaker, round }
}

function withProposals(state: DialogueState, proposals: readonly Proposal[]): DialogueState {
  const { speaker, round } = state
  const added = proposals.map(({ claim, isQuoteThere }, index): Debate => {
    const named = { ...claim, id: `${speaker === 'coder' ? 'c' : 'r'}${index + 1}` }
    const move = {
      speaker,
      round,
      stance: 'proposes',
      text: claim.message,
      severity: null,
      isGrounded: isQuoteThere,
    } as const
    return withMove({ claim: named, by: speaker, isQuoteThere, moves: [] }, move)
  })
  return { ...state, debates: [...state.debates, ...added] }
}

function withVerdicts(state: DialogueState, verdicts: readonly Verdict[]): DialogueState {
  const { speaker, round } = state
  const byClaim = new Map(verdicts.map((verdict) => [verdict.claim, verdict]))
  const debates = state.debates.map((debate) => {
    const verdict = byClaim.get(debate.claim.id)
    if (verdict === undefined) return debate
    const { severity, isGrounded, reason: text } = verdict
    const stance = verdict.stance === 'confirm' ? 'confirms' : 'refutes'
    return withMove(debate, { speaker, round, stance, text, severity, isGrounded })
  })
  return { ...state, debates }
}

const stanceOfReply = { insist: 'insists', revise: 'revises', withdraw: 'withdraws' } as const

function withReplies(state: DialogueState, replies: readonly Reply[]): DialogueState {
  const { speaker, round } = state
  const byClaim = new Map(replies.map((reply) => [reply.claim, reply]))
  const debates = state.debates.map((debate) => {
    const reply = byClaim.get(debate.claim.id)
    if (reply === undefined) return debate
    const { revised, reason: text } = reply
    const stance = stanceOfReply[reply.stance]
    const isGrounded = reply.isGrounded || revised?.isQuoteThere === true
    const after =
      revised === null
        ? debate
        : { ...debate, claim: { ...revised.claim, id: debate.claim.id }, isQuoteThere: revised.isQuoteThere }
    return withMove(after, { speaker, round, stance, text, severity: null, isGrounded })
  })
  return { ...state, debates }
}

function idOf({ claim }: Debate): string {
  return claim.id
}
