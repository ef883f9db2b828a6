/** One turn of a conversation: remembered, under way already, or asked of the first model of the chain that answers. */
import type { AgentRole, CallPurpose } from '../../domain/agents/agent-role.ts'
import type { ModelClient, ModelFailure, ModelRequest } from '../../ports/model/model.ts'
import { answerKey } from './answer-key.ts'
import { type AskParts, askModel } from './ask-model.ts'
import type { CallFailure } from './calls.ts'
import type { Flights } from './flights.ts'
import { type RememberedTurn, readRemembered } from './remembered-turn.ts'
import type { Tally } from './tally.ts'

export interface TurnParts extends AskParts {
  readonly scope: string
  readonly promptVersion: string
  readonly flights: Flights
}

export interface TurnRequest {
  /** The first choice first. */
  readonly chain: readonly ModelClient[]
  readonly request: ModelRequest
  readonly role: AgentRole
  readonly purpose: CallPurpose
}

export type CameTurn = Exclude<RememberedTurn, { kind: 'refused' }>

export type TurnTaken =
  | { readonly kind: 'came'; readonly answer: CameTurn }
  | { readonly kind: 'failed'; readonly failure: CallFailure }

export async function takeTurn(
  parts: TurnParts,
  tally: Tally,
  turn: TurnRequest,
  signal: AbortSignal,
): Promise<TurnTaken> {
  const { scope, promptVersion, memory, now, meter } = parts
  const { request } = turn
  const links = turn.chain.map((client) => {
    return { client, key: answerKey({ scope, promptVersion, model: client.model, request }) }
  })
  const known = await memory.recall(
    'turn',
    links.map(({ key }) => key),
    now(),
  )
  const remembered = links.map(({ key }) => readRemembered(known.get(key)))
  const answer = remembered.find((one) => one !== null && one.kind !== 'refused')
  if (answer !== undefined) {
    tally.remembered()
    meter.count('autogen_model_answers_remembered_total')
    return { kind: 'came', answer }
  }
  const untried = links.filter((_, at) => remembered[at] === null)
  if (untried.length === 0) return noAnswer(null, 'Every model has refused this request before.')
  const shared = await parts.flights.share(
    untried.map(({ key }) => key).join(' '),
    (ending) => askChain(parts, tally, { ...turn, links: untried }, ending),
    signal,
  )
  if (shared === null) return { kind: 'failed', failure: { kind: 'cancelled' } }
  if (!shared.isFirst && shared.value.kind === 'came') tally.remembered()
  return shared.value
}

interface Links {
  readonly links: readonly { readonly client: ModelClient; readonly key: ReturnType<typeof answerKey> }[]
}

async function askChain(
  parts: TurnParts,
  tally: Tally,
  { links, request, role, purpose }: TurnRequest & Links,
  signal: AbortSignal,
): Promise<TurnTaken> {
  let last: ModelFailure | null = null
  for (const [at, { client, key }] of links.entries()) {
    const question = { client, key, request, role, purpose, isLast: at === links.length - 1 }
    const asked = await askModel(parts, tally, question, signal)
    if (asked.kind === 'came') return asked
    if (asked.kind === 'stop') return { kind: 'failed', failure: asked.failure }
    last = asked.failure
  }
  return noAnswer(last, `No model answered. The last one: ${last?.message ?? 'none was asked.'}`)
}

function noAnswer(last: ModelFailure | null, message: string): TurnTaken {
  return { kind: 'failed', failure: { kind: 'no-answer', message, last } }
}
