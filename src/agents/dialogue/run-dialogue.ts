/**
 * Plays the argument about one part of a change. Nothing is kept here: it is a function of what it is given and of what
 * the models answer, and answers are remembered by whoever makes the calls, so that a dialogue that was killed is played
 * again up to where it was, without paying twice.
 *
 * Each of the two keeps its own conversation: instructions, tools and shape of the answer, the part, what it said, and what
 * the other said about it. A step adds to what stands there and changes nothing, so that providers cache all before it; the
 * last line of our message names the step.
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
import { withoutOrders } from '../hostile/without-orders.ts'
import type { PromptBook } from '../prompts/prompt-book.ts'
import type { ToolBox } from '../tools/tool-box.ts'
import type { AnswerAnswer, ChallengeAnswer, EarlierAnswer, ProposeAnswer, SettleAnswer } from './answers.ts'
import { claimsBlock, defencesBlock, refutationsBlock } from './claims-block.ts'
import { hearAnswer, hearChallenge, hearProposal, hearSettlement, type IsThere } from './hear.ts'
import { stepFormats } from './step-formats.ts'
import { type AskIsThere, verifyCitations } from './verify-citations.ts'

export interface DialogueRequest {
  readonly calls: Pick<Calls, 'ask'>
  readonly prompts: Pick<PromptBook, 'system'>
  readonly part: Pick<ContextPart, 'text'>
  readonly settings: Pick<AgentSettings, 'rounds' | 'language' | 'coder' | 'reviewer'>
  /** Null: the agents have to do with what they are shown. */
  readonly tools: ToolBox | null
  readonly isThere: AskIsThere
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

export async function runDialogue(request: DialogueRequest): Promise<DialogueResult> {
  const { part, settings } = request
  const withoutWords = withoutOrders(part.text)
  const conversations: Record<Speaker, readonly ModelMessage[]> = {
    coder: [],
    // What talks the one into silence must not talk the other into it.
    reviewer: [{ from: 'us', text: withoutWords, isStable: true }],
  }
  const failures: CallFailure[] = []
  let earlier: readonly EarlierAnswer[] = []
  let state = beginDialogue(settings.rounds)
  for (let step = nextStep(state); step !== 'done'; step = nextStep(state)) {
    const said = await speak(step, state, conversations[step.speaker], request)
    if (said.ok) {
      conversations[step.speaker] = said.value.messages
      // Nor is somebody who is told what to say believed about what is mended.
      if (said.value.earlier !== null && withoutWords === part.text) earlier = said.value.earlier
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
  const add = (text: string, isStable = false): readonly ModelMessage[] => [
    ...before,
    { from: 'us', text: `${text}\n\nTask: ${step.kind}`, isStable },
  ]
  switch (step.kind) {
    case 'propose': {
      const heard = (answer: ProposeAnswer, isThere: IsThere) => hearProposal(answer, isThere)
      return ask(
        step,
        add(request.part.text, true),
        stepFormats.propose,
        heard,
        request,
        ({ earlier }) => earlier,
      )
    }
    case 'challenge': {
      const heard = (answer: ChallengeAnswer, isThere: IsThere) => hearChallenge(answer, step, isThere)
      return ask(step, add(claimsBlock(judges)), stepFormats.challenge, heard, request)
    }
    case 'answer': {
      const heard = (answer: AnswerAnswer, isThere: IsThere) => hearAnswer(answer, step, isThere)
      return ask(step, add(refutationsBlock(answers, judges)), stepFormats.answer, heard, request)
    }
    case 'settle': {
      const heard = (answer: SettleAnswer, isThere: IsThere) => hearSettlement(answer, step, isThere)
      return ask(step, add(defencesBlock(judges, answers)), stepFormats.settle, heard, request)
    }
  }
}

async function ask<Answer>(
  step: Step,
  messages: readonly ModelMessage[],
  answer: AnswerFormat<Answer>,
  heard: (answer: Answer, isThere: IsThere) => DialogueEvent,
  request: DialogueRequest,
  earlierOf: (answer: Answer) => readonly EarlierAnswer[] | null = () => null,
): Promise<Outcome<Said, CallFailure>> {
  const { calls, isThere, signal } = request
  const tools = step.speaker === 'reviewer' ? unordered(request.tools) : request.tools
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
      event: heard(value, await verifyCitations(value, isThere)),
      messages: answered.value.messages,
      earlier: earlierOf(value),
    },
  }
}

/** The same tools, and counted together. */
function unordered(tools: ToolBox | null): ToolBox | null {
  if (tools === null) return null
  return {
    descriptions: tools.descriptions,
    run: async (call, signal) => {
      const result = await tools.run(call, signal)
      return { ...result, text: withoutOrders(result.text) }
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
  const focused = focus.length > 0 ? focus.join(', ') : 'all that can go wrong'
  return prompts.system(step.speaker, { language, persona, focus: focused }, part.text)
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
