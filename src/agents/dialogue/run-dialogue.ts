/**
 * Plays the argument about one part of a change. Nothing is kept here: it is a function of what it is given and of what
 * the models answer, and answers are remembered by whoever makes the calls, so that a dialogue that was killed is played
 * again up to where it was, without paying twice.
 *
 * Each of the two keeps its own conversation: the part (the same in all of it, so that providers can cache it), what it
 * said, and what the other said about it.
 */
import type { AgentSettings } from '../../domain/agents/agent-settings.ts'
import { arbitrate } from '../../domain/agents/arbitrate.ts'
import type { ArguedClaim } from '../../domain/agents/claim.ts'
import { opensFor } from '../../domain/agents/debate.ts'
import {
  applyStep,
  beginDialogue,
  type DialogueEnd,
  type DialogueState,
  nextStep,
} from '../../domain/agents/dialogue.ts'
import type { DialogueEvent, Step } from '../../domain/agents/dialogue-event.ts'
import type { Speaker } from '../../domain/agents/voice.ts'
import type { Outcome } from '../../domain/outcome.ts'
import type { ModelMessage } from '../../ports/model/model.ts'
import type { AnswerFormat, CallFailure, Calls } from '../calls/calls.ts'
import type { ContextPart } from '../context/context.ts'
import { cleanProse } from '../hostile/clean-prose.ts'
import type { PromptBook } from '../prompts/prompt-book.ts'
import type { ToolBox } from '../tools/tool-box.ts'
import { answerFormat } from './answer-format.ts'
import { AnswerAnswer, ChallengeAnswer, type EarlierAnswer, ProposeAnswer, SettleAnswer } from './answers.ts'
import { claimsBlock, defencesBlock, refutationsBlock } from './claims-block.ts'
import { type Holds, hearAnswer, hearChallenge, hearProposal, hearSettlement } from './hear.ts'
import { type Grounds, verifyCitations } from './verify-citations.ts'

export interface DialogueRequest {
  readonly calls: Pick<Calls, 'ask'>
  readonly prompts: Pick<PromptBook, 'system'>
  readonly part: Pick<ContextPart, 'text'>
  readonly settings: Pick<AgentSettings, 'rounds' | 'language' | 'coder' | 'reviewer'>
  /** Null: the agents have to do with what they are shown. */
  readonly tools: ToolBox | null
  readonly grounds: Grounds
  readonly signal: AbortSignal
}

export interface DialogueResult {
  /** All that were raised, each with its outcome. Of a dialogue that was stopped: as it stood then. */
  readonly claims: readonly ArguedClaim[]
  /** What the coder said of findings of the last review. */
  readonly earlier: readonly EarlierAnswer[]
  readonly ended: DialogueEnd
  /** Calls that gave nothing, in order: two at most (each speaker falls silent once). */
  readonly failures: readonly CallFailure[]
}

/** As much as the configuration takes. */
const personaCharactersMax = 2_000
const focusCharactersMax = 100

const formats = {
  propose: answerFormat('propose', ProposeAnswer),
  challenge: answerFormat('challenge', ChallengeAnswer),
  answer: answerFormat('answer', AnswerAnswer),
  settle: answerFormat('settle', SettleAnswer),
}

export async function runDialogue(request: DialogueRequest): Promise<DialogueResult> {
  const { part, settings } = request
  const opening: readonly ModelMessage[] = [{ from: 'us', text: part.text, isStable: true }]
  const conversations: Record<Speaker, readonly ModelMessage[]> = { coder: opening, reviewer: opening }
  const failures: CallFailure[] = []
  let earlier: readonly EarlierAnswer[] = []
  let state = beginDialogue(settings.rounds)
  for (let step = nextStep(state); step !== 'done'; step = nextStep(state)) {
    const said = await speak(step, state, conversations[step.speaker], request)
    if (said.ok) {
      conversations[step.speaker] = said.value.messages
      if (said.value.earlier !== null) earlier = said.value.earlier
    } else failures.push(said.failure)
    state = proceed(state, said.ok ? said.value.event : eventOf(said.failure))
  }
  return { claims: arbitrate(state), earlier, ended: state.ended ?? 'stopped', failures }
}

interface Said {
  readonly event: DialogueEvent
  readonly messages: readonly ModelMessage[]
  /** Of a proposal alone. */
  readonly earlier: readonly EarlierAnswer[] | null
}

async function speak(
  step: Step,
  state: DialogueState,
  before: readonly ModelMessage[],
  request: DialogueRequest,
): Promise<Outcome<Said, CallFailure>> {
  const { answers, judges } = opensFor(state.debates, step.speaker)
  const add = (text: string): readonly ModelMessage[] => [...before, { from: 'us', text, isStable: false }]
  switch (step.kind) {
    case 'propose': {
      const heard = (answer: ProposeAnswer, holds: Holds) => hearProposal(answer, holds)
      return ask(step, before, formats.propose, heard, request, ({ earlier }) => earlier)
    }
    case 'challenge': {
      const heard = (answer: ChallengeAnswer, holds: Holds) => hearChallenge(answer, step, holds)
      return ask(step, add(claimsBlock(judges)), formats.challenge, heard, request)
    }
    case 'answer': {
      const heard = (answer: AnswerAnswer, holds: Holds) => hearAnswer(answer, step, holds)
      return ask(step, add(refutationsBlock(answers, judges)), formats.answer, heard, request)
    }
    case 'settle': {
      const heard = (answer: SettleAnswer, holds: Holds) => hearSettlement(answer, step, holds)
      return ask(step, add(defencesBlock(judges, answers)), formats.settle, heard, request)
    }
  }
}

async function ask<Answer>(
  step: Step,
  messages: readonly ModelMessage[],
  answer: AnswerFormat<Answer>,
  heard: (answer: Answer, holds: Holds) => DialogueEvent,
  request: DialogueRequest,
  earlierOf: (answer: Answer) => readonly EarlierAnswer[] | null = () => null,
): Promise<Outcome<Said, CallFailure>> {
  const { calls, tools, grounds, signal } = request
  const system = systemFor(step, request)
  const answered = await calls.ask(
    { role: step.speaker, purpose: step.kind, system, messages, answer, tools },
    signal,
  )
  if (!answered.ok) return answered
  const { value } = answered.value
  return {
    ok: true,
    value: {
      event: heard(value, await verifyCitations(value, grounds)),
      messages: answered.value.messages,
      earlier: earlierOf(value),
    },
  }
}

function systemFor(step: Step, { prompts, part, settings }: DialogueRequest): string {
  const { language } = settings
  // From the base's configuration, which somebody may have written who does not run this service.
  const persona = cleanProse(settings[step.speaker].persona, personaCharactersMax)
  const focus = settings[step.speaker].focus.map((one) =>
    cleanProse(one, focusCharactersMax).replace(/\s+/g, ' '),
  )
  return step.kind === 'propose' || step.kind === 'challenge'
    ? prompts.system(
        step.kind,
        { language, persona, focus: focus.join(', ') || 'all that can go wrong' },
        part.text,
      )
    : prompts.system(step.kind, { language, persona }, part.text)
}

/** Another model may answer where one did not, but where the money is spent or people cancelled, nobody is asked. */
function eventOf({ kind }: CallFailure): DialogueEvent {
  return { kind: kind === 'no-answer' ? 'silent' : 'stopped' }
}

function proceed(state: DialogueState, event: DialogueEvent): DialogueState {
  const next = applyStep(state, event)
  if (!next.ok) throw new Error(`a step of the dialogue was not legal: ${next.failure.message}`)
  return next.value
}
