/**
 * Answers to what people ask about a pull request. The model reads the change and may look further with its tools; of
 * what it says, places that are not there are not cited, suggestions go through the same checks as in a review, and
 * what must not be published is left out.
 */
import type { ChatSettings } from '../../domain/agents/agent-settings.ts'
import type { ArguedClaim } from '../../domain/agents/claim.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { ChangeToDiscuss } from '../../ports/agents/agents.ts'
import type {
  AgentAnswer,
  AnswerBlock,
  AskedThread,
  NotAnswered,
  QuestionKind,
} from '../../ports/agents/questions.ts'
import type { AnswerFormat, Call, CallFailure, Calls } from '../calls/calls.ts'
import type { ChangeStory } from '../context/context.ts'
import { answerFormat } from '../dialogue/answer-format.ts'
import { type FindingAnswer, ImproveAnswer, TextAnswer } from '../dialogue/answers.ts'
import type { Grounding } from '../grounding/create-grounding.ts'
import type { CheckOutput } from '../hostile/check-output.ts'
import type { PromptBook } from '../prompts/prompt-book.ts'
import type { ToolBox } from '../tools/tool-box.ts'
import { createWalkthrough, type WalkthroughRequest } from '../walkthrough/create-walkthrough.ts'
import { tellChange } from '../walkthrough/tell-change.ts'
import { questionBlock } from './question-block.ts'
import { splitBlocks } from './split-blocks.ts'

export interface QuestionsParts {
  readonly calls: Pick<Calls, 'ask' | 'modelsOf'>
  readonly prompts: Pick<PromptBook, 'system'>
  readonly checkOutput: CheckOutput
  readonly grounding: Grounding
}

export interface QuestionRequest {
  readonly kind: QuestionKind
  /** Hostile; empty for those that need no words. */
  readonly text: string
  readonly thread: AskedThread | null
  readonly change: ChangeToDiscuss
  readonly index: WalkthroughRequest['index']
  readonly story: ChangeStory
  /** Null: the model has to do with what it is shown. */
  readonly tools: ToolBox | null
}

export type AnswerQuestion = (
  request: QuestionRequest,
  signal: AbortSignal,
) => Promise<Outcome<AgentAnswer, NotAnswered>>

/** The question and what was said before it take the rest. */
const changeShare = 0.8
const charactersMax = 6_000
const formats = {
  ask: answerFormat('ask', TextAnswer),
  tests: answerFormat('tests', TextAnswer),
  improve: answerFormat('improve', ImproveAnswer),
}

export function createQuestions(parts: QuestionsParts): AnswerQuestion {
  return async (request, signal) => {
    const { kind, change } = request
    const { agents } = change.settings
    if (!agents.enabled) return switchedOff('The agents are switched off here (`agents.enabled`).')
    if (!agents.chat[settingOf(kind)]) {
      const setting = `agents.chat.${settingOf(kind)}`
      return switchedOff(`That is switched off here (\`${setting}\` in the configuration).`)
    }
    if (parts.calls.modelsOf('guide').length === 0)
      return switchedOff('Nobody has configured a language model for this service.')
    switch (kind) {
      case 'describe':
        return describe(parts, request, signal)
      case 'improve':
        return improve(parts, request, signal)
      case 'tests':
        return inWords(parts, request, 'tests', signal)
      case 'ask':
      case 'reply':
        return inWords(parts, request, 'ask', signal)
    }
  }
}

function settingOf(kind: QuestionKind): keyof ChatSettings {
  return kind === 'reply' ? 'replies' : kind
}

async function describe(
  parts: QuestionsParts,
  { change, index, story }: QuestionRequest,
  signal: AbortSignal,
): Promise<Outcome<AgentAnswer, NotAnswered>> {
  const { files, known, mask, settings } = change
  // Somebody asked: then it is told, whatever reviews tell.
  const wanted = { ...settings.agents, walkthrough: true, missingTests: true }
  const request = { files, index, story, known, findings: async () => known, settings: wanted, mask }
  const { walkthrough, failure } = await createWalkthrough(parts)(request, signal)
  if (failure !== null) return fail(unanswered(failure))
  return walkthrough === null ? nothingLeft() : succeed({ kind: 'description', walkthrough })
}

async function improve(
  parts: QuestionsParts,
  request: QuestionRequest,
  signal: AbortSignal,
): Promise<Outcome<AgentAnswer, NotAnswered>> {
  const asked = await ask(parts, request, 'improve', formats.improve, signal)
  if (!asked.ok) return asked
  const claims = asked.value.findings.map(claimOf)
  const { observations } = await parts.grounding.ground(claims, request.change, signal)
  return succeed({
    kind: 'improvements',
    improvements: observations.map(({ path, line, endLine, severity, message, replacement }) => ({
      path,
      line,
      endLine,
      severity,
      message,
      replacement,
    })),
  })
}

/** Nobody argues about it: who asked decides. */
function claimOf(finding: FindingAnswer, at: number): ArguedClaim {
  return {
    claim: { ...finding, id: `c${at + 1}` },
    by: 'coder',
    voices: [{ speaker: 'coder', round: 1, stance: 'proposes', text: finding.message.slice(0, 1_000) }],
    outcome: 'upheld',
    reason: 'It was asked for.',
  }
}

async function inWords(
  parts: QuestionsParts,
  request: QuestionRequest,
  purpose: 'ask' | 'tests',
  signal: AbortSignal,
): Promise<Outcome<AgentAnswer, NotAnswered>> {
  const asked = await ask(parts, request, purpose, formats[purpose], signal)
  if (!asked.ok) return asked
  const { text, citations } = asked.value
  const [blocks, hold] = await Promise.all([
    publishable(parts, splitBlocks(text), request.change),
    Promise.all(citations.map((citation) => parts.grounding.isThere(citation, request.change))),
  ])
  if (blocks.length === 0) return nothingLeft()
  const places = citations
    .filter((_, at) => hold[at])
    .map(({ path, side, line, endLine }) => ({ path, side, line, endLine }))
  return succeed({ kind: 'words', blocks, cited: { places, notFound: citations.length - places.length } })
}

async function ask<Answer>(
  { calls, prompts }: QuestionsParts,
  { text, thread, change, story, tools }: QuestionRequest,
  purpose: 'ask' | 'tests' | 'improve',
  answer: AnswerFormat<Answer>,
  signal: AbortSignal,
): Promise<Outcome<Answer, NotAnswered>> {
  const { files, known, mask, settings } = change
  const told = await tellChange({
    files,
    story,
    known,
    mask,
    tokensMax: settings.agents.contextTokensMax * changeShare,
    ...(thread === null ? {} : { about: thread.path }),
  })
  const question = purpose === 'ask' ? questionBlock(text, thread, mask) : ''
  const call: Call<Answer> = {
    // Who writes code is the coder.
    role: purpose === 'ask' ? 'guide' : 'coder',
    purpose,
    system: prompts.system(purpose, { language: settings.agents.language }, `${told}\n${question}`),
    messages: [
      { from: 'us', text: told, isStable: true },
      ...(question === '' ? [] : [{ from: 'us' as const, text: question, isStable: false }]),
    ],
    answer,
    tools,
  }
  const answered = await calls.ask(call, signal)
  return answered.ok ? succeed(answered.value.value) : fail(unanswered(answered.failure))
}

/** Those that may be published, block by block. */
async function publishable(
  { checkOutput }: QuestionsParts,
  blocks: readonly AnswerBlock[],
  { files, mask }: ChangeToDiscuss,
): Promise<readonly AnswerBlock[]> {
  const outcomes = await checkOutput(
    blocks.map(({ kind, text }) => ({ kind, text, charactersMax })),
    { mask, texts: files.flatMap(({ head, base }) => [head ?? '', base ?? '']) },
  )
  return blocks.flatMap((block, at) => {
    const outcome = outcomes[at]
    return outcome?.ok === true && outcome.value.trim() !== '' ? [{ ...block, text: outcome.value }] : []
  })
}

function unanswered(failure: CallFailure): NotAnswered {
  const message = failure.kind === 'cancelled' ? 'The question was broken off.' : failure.message
  return { kind: 'not-answered', message }
}

function nothingLeft(): Outcome<never, NotAnswered> {
  return fail({
    kind: 'not-answered',
    message: 'The model’s answer held what must not be published, so nothing of it is shown.',
  })
}

function switchedOff(message: string): Outcome<never, NotAnswered> {
  return fail({ kind: 'switched-off', message })
}
