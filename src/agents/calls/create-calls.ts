/**
 * Conversations with models: tools are run until there is an answer, an answer that does not fit is to be mended once,
 * before the next model is asked, and every turn comes through the memory, the budget and the chain of models.
 */
import type { AgentRole } from '../../domain/agents/agent-role.ts'
import type { AgentsUsage } from '../../domain/agents/agents-report.ts'
import type { ModelName } from '../../domain/agents/model-usage.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type {
  ModelClient,
  ModelMessage,
  ModelRequest,
  ModelTurn,
  ToolCall,
  ToolDescription,
} from '../../ports/model/model.ts'
import type { ToolBox } from '../tools/tool-box.ts'
import type { Answered, Call, CallFailure, Calls } from './calls.ts'
import { createFlights, type Flights } from './flights.ts'
import { readAnswer, repairText } from './repair.ts'
import { type CameTurn, type TurnParts, takeTurn } from './take-turn.ts'
import { createTally, type Tally } from './tally.ts'

export interface CallsParts extends Omit<TurnParts, 'attemptsMax' | 'flights'> {
  /** The first choice first. */
  readonly clientsOf: (role: AgentRole) => readonly ModelClient[]
  readonly bounds: CallBounds
  /** 0..2; null: the model's own. */
  readonly temperature: number | null
  /** Why no model may be asked now, in a sentence: looked at before each turn. Default: nothing is in the way. */
  readonly stopped?: () => string | null
  /** Of the process, so that reviews that ask the same at once pay once. Default: of these calls alone. */
  readonly flights?: Flights
}

/** As `ModelsConfig` has them. */
export interface CallBounds {
  readonly outputTokensMax: number
  readonly turnTimeMs: number
  readonly attemptsMax: number
  readonly toolTurnsMax: number
}

const toolCallsAtOnceMax = 16
/** Of one call, as JSON. */
const parametersCharactersMax = 4_000

export function createCalls(parts: CallsParts): Calls {
  const tally = createTally()
  const turns: TurnParts = {
    ...parts,
    attemptsMax: parts.bounds.attemptsMax,
    flights: parts.flights ?? createFlights(),
  }
  /** Which model said it: a conversation stays with the one that it began with. */
  const speakers = new WeakMap<ModelMessage, ModelName>()

  return {
    ask: (call, signal) => converse({ parts, turns, tally, speakers }, call, signal),
    modelsOf: (role) => parts.clientsOf(role).map(({ model }) => model),
    usage: () => usageOf(turns, tally),
    answeredBy: () => tally.answeredBy(),
  }
}

/**
 * From the ledger: it knows what tries that were killed have paid. All of our own calls are over, so what is unsettled is
 * one of theirs.
 */
async function usageOf({ ledger, payer, now }: TurnParts, tally: Tally): Promise<AgentsUsage> {
  await ledger.giveUp({ work: payer }, now())
  const { calls, usage, microDollars, unpriced, estimated, answeredBy } = await ledger.spentOn(payer)
  for (const model of answeredBy) tally.answered(model)
  const costMicroDollars = unpriced > 0 ? null : microDollars
  return { tokens: usage, costMicroDollars, calls, estimated, ...tally.counted() }
}

interface Conversing {
  readonly parts: CallsParts
  readonly turns: TurnParts
  readonly tally: Tally
  readonly speakers: WeakMap<ModelMessage, ModelName>
}

async function converse<Answer>(
  { parts, turns, tally, speakers }: Conversing,
  call: Call<Answer>,
  signal: AbortSignal,
): Promise<Outcome<Answered<Answer>, CallFailure>> {
  const { role, purpose } = call
  let said: ModelMessage[] = [...call.messages]
  let left = parts.clientsOf(role)
  let toolTurns = 0
  let isRepaired = false
  for (;;) {
    const stop = parts.stopped?.() ?? null
    if (stop !== null) return fail({ kind: 'no-answer', message: stop, last: null })
    const speaker = said.findLast((message) => speakers.has(message))
    const chain = chainFrom(left, speaker === undefined ? null : (speakers.get(speaker) ?? null))
    if (chain.length === 0) {
      return fail({ kind: 'no-answer', message: `No model is configured for the ${role}.`, last: null })
    }
    const box = toolTurns < parts.bounds.toolTurnsMax && !isRepaired ? call.tools : null
    const request = requestOf(parts, call, said, box?.descriptions ?? [])
    const taken = await takeTurn(turns, tally, { chain, request, role, purpose }, signal)
    if (taken.kind === 'failed') return fail(taken.failure)
    const model = modelOf(taken.answer)
    tally.answered(model)
    const say = (message: ModelMessage) => {
      speakers.set(message, model)
      said.push(message)
    }
    const toolCalls = taken.answer.kind === 'turn' ? taken.answer.turn.toolCalls : []
    if (box !== null && toolCalls.length > 0 && taken.answer.kind === 'turn') {
      await runTools(box, taken.answer.turn, say, signal)
      if (signal.aborted) return fail({ kind: 'cancelled' })
      toolTurns += 1
      continue
    }
    const { text, outcome } = readAnswer(taken.answer, call.answer)
    say({ from: 'model', text, toolCalls: [] })
    if (outcome.ok) return succeed({ value: outcome.value, model, messages: said })
    if (!isRepaired) {
      isRepaired = true
      said.push({ from: 'us', text: repairText(outcome.failure), isStable: false })
      continue
    }
    left = left.filter((client) => client.model !== model)
    if (left.length === 0) {
      const message = `${model} gave no answer of the shape that was asked for, and could not mend it.`
      return fail({ kind: 'no-answer', message, last: null })
    }
    // The next one begins anew: what this one said is of no use to it.
    said = [...call.messages]
    toolTurns = 0
    isRepaired = false
  }
}

/** Ids of tool calls belong to the model that made them. */
function chainFrom(chain: readonly ModelClient[], first: ModelName | null): readonly ModelClient[] {
  return [...chain].sort((one, other) => Number(other.model === first) - Number(one.model === first))
}

function requestOf<Answer>(
  { bounds, temperature }: CallsParts,
  { system, answer }: Call<Answer>,
  messages: readonly ModelMessage[],
  tools: readonly ToolDescription[],
): ModelRequest {
  return {
    ...{ system, messages: [...messages], tools, temperature },
    answer: { name: answer.name, schema: answer.schema },
    outputTokensMax: bounds.outputTokensMax,
    timeMs: bounds.turnTimeMs,
  }
}

function modelOf(answer: CameTurn): ModelName {
  return answer.kind === 'turn' ? answer.turn.model : answer.model
}

async function runTools(
  box: ToolBox,
  { text, toolCalls }: ModelTurn,
  say: (message: ModelMessage) => void,
  signal: AbortSignal,
): Promise<void> {
  const isTooLong = (call: ToolCall) => lengthOf(call) > parametersCharactersMax
  const results = await Promise.all(
    toolCalls.map((call, at) => {
      const { id, name } = call
      if (at >= toolCallsAtOnceMax)
        return { id, name, text: `Not run: at most ${toolCallsAtOnceMax} calls at once.` }
      return isTooLong(call)
        ? { id, name, text: 'Not run: its parameters are too long.' }
        : box.run(call, signal)
    }),
  )
  // What is said is read, and paid for, again with every turn that follows.
  const told = toolCalls.map((call) => (isTooLong(call) ? { ...call, parameters: {} } : call))
  say({ from: 'model', text, toolCalls: told })
  say({ from: 'tools', results })
}

function lengthOf({ parameters }: ToolCall): number {
  return JSON.stringify(parameters)?.length ?? 0
}
