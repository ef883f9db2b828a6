/**
 * One request to one model: entered in the ledger when its place is free, under the provider's breaker, again where that
 * can help, settled whatever comes of it, and remembered before anybody uses it.
 */
import type { AgentRole, CallPurpose } from '../../domain/agents/agent-role.ts'
import { noTokens, tokensOf } from '../../domain/agents/model-usage.ts'
import type { Outcome } from '../../domain/outcome.ts'
import type { Circuits } from '../../ports/circuit/circuit.ts'
import type { Log } from '../../ports/log/log.ts'
import type { Meter } from '../../ports/meter/meter.ts'
import type {
  ModelClient,
  ModelFailure,
  ModelFailureKind,
  ModelRequest,
  ModelTurn,
} from '../../ports/model/model.ts'
import { costOf, type ModelPrice, type Prices, rateOf } from '../../ports/model/prices.ts'
import type { AgentMemory, AnswerKey } from '../../ports/store/agent-memory.ts'
import { type ModelLedger, notMade, type Payer, type SpendLimit } from '../../ports/store/model-ledger.ts'
import { budgetText } from '../budget/budget-words.ts'
import type { CallFailure } from './calls.ts'
import { type Charged, chargedUsage } from './charged-usage.ts'
import { modelCircuit } from './model-circuit.ts'
import { type RememberedTurn, rememberedOf } from './remembered-turn.ts'
import { countAnswer, countRequest } from './request-tokens.ts'
import { retryAfterMs } from './retry-rules.ts'
import type { Tally } from './tally.ts'

export interface AskParts {
  readonly prices: Prices
  readonly circuits: Circuits
  readonly ledger: ModelLedger
  readonly memory: AgentMemory
  readonly payer: Payer
  /** The first that would be passed is the one that is told. */
  readonly limits: readonly SpendLimit[]
  /** Requests of one model before the next of its chain is asked. */
  readonly attemptsMax: number
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Resolves after so many milliseconds, or at once when the signal is aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
  /** 0..1 */
  readonly chance: () => number
  readonly meter: Meter
  readonly log: Log
}

export interface Question {
  readonly client: ModelClient
  readonly key: AnswerKey
  readonly request: ModelRequest
  readonly role: AgentRole
  readonly purpose: CallPurpose
  readonly isLast: boolean
}

export type Asked =
  | { readonly kind: 'came'; readonly answer: Exclude<RememberedTurn, { kind: 'refused' }> }
  | { readonly kind: 'next'; readonly failure: ModelFailure }
  | { readonly kind: 'stop'; readonly failure: CallFailure }

export async function askModel(
  parts: AskParts,
  tally: Tally,
  question: Question,
  signal: AbortSignal,
): Promise<Asked> {
  const { attemptsMax, wait, now, chance } = parts
  for (let attempt = 1; ; attempt += 1) {
    if (signal.aborted) return cancelled
    const asked = await askOnce(parts, tally, question, signal)
    if (asked.kind !== 'next') return asked
    const retry = { attempt, attemptsMax, isLast: question.isLast, now: now(), chance: chance() }
    const waitMs = asked.isMade ? retryAfterMs(asked.failure, retry) : null
    if (waitMs === null) return asked
    await wait(waitMs, signal)
  }
}

const cancelled: Exclude<Asked, { kind: 'next' }> = { kind: 'stop', failure: { kind: 'cancelled' } }

type AskedOnce = Exclude<Asked, { kind: 'next' }> | (Asked & { kind: 'next' } & { readonly isMade: boolean })

/** Whoever stands in line for a provider takes nothing of a budget yet, and his reservation does not grow old. */
async function askOnce(
  parts: AskParts,
  tally: Tally,
  question: Question,
  signal: AbortSignal,
): Promise<AskedOnce> {
  const leave = await question.client.enter(signal)
  if (leave === null) return cancelled
  try {
    return await askAtPlace(parts, tally, question, leave, signal)
  } finally {
    leave()
  }
}

async function askAtPlace(
  parts: AskParts,
  tally: Tally,
  question: Question,
  leave: () => void,
  signal: AbortSignal,
): Promise<AskedOnce> {
  const { circuits, ledger, now } = parts
  const { client } = question
  const planned = await planOf(parts, question)
  const reservation = await ledger.reserve(planned, parts.limits)
  if (reservation.kind === 'refused') {
    const { limit } = reservation
    const message = budgetText(reservation, planned)
    return { kind: 'stop', failure: { kind: 'budget', limit, message } }
  }
  const circuit = modelCircuit(client.provider)
  const admission = await circuits.admit(circuit)
  if (admission.kind === 'refused') {
    await ledger.settle(reservation.id, { ...nothing, outcome: notMade, at: now() })
    return { kind: 'next', failure: notAdmitted(client.provider, admission), isMade: false }
  }
  const began = now()
  const outcome = await client.complete(question.request, signal)
  leave()
  const durationMs = outcome.ok ? outcome.value.durationMs : Math.max(0, now() - began)
  const answer = answerOf(client, outcome)
  if (answer !== null) await parts.memory.remember('turn', question.key, answer, now())
  const charged = await chargeFor(outcome, planned.prompt.tokens)
  const price = parts.prices.of(client.model)
  const microDollars = price === null ? null : costOf(price, charged.usage)
  const paid = { ...charged, microDollars, durationMs }
  const name = outcome.ok ? 'answered' : outcome.failure.kind
  await Promise.all([
    ledger.settle(reservation.id, { ...paid, outcome: name, at: now() }),
    tellCircuit(circuits, client.provider, outcome),
  ])
  tally.waited(durationMs)
  tell(parts, question, name, paid, outcome)
  if (answer !== null && answer.kind !== 'refused') return { kind: 'came', answer }
  if (outcome.ok) throw new Error('an answer that came was lost')
  if (outcome.failure.kind === 'cancelled' || signal.aborted)
    return { kind: 'stop', failure: { kind: 'cancelled' } }
  return { kind: 'next', failure: outcome.failure, isMade: true }
}

async function planOf(parts: AskParts, { client, request, role, purpose }: Question) {
  const input = await countRequest(request)
  const output = request.outputTokensMax
  const price = parts.prices.of(client.model)
  return {
    ...{ payer: parts.payer, role, purpose, model: client.model },
    tokens: input + output,
    microDollars: price === null ? 0 : dearest(price, input, output),
    prompt: { tokens: input, microDollars: price === null ? null : dearest(price, input, 0) },
    at: parts.now(),
  }
}

function dearest(price: ModelPrice, input: number, output: number): number {
  const rate = rateOf(price, input)
  return Math.ceil(input * Math.max(rate.input, rate.cacheWrite) + output * rate.output)
}

/** A request that a provider has taken is charged with what is known of it, whatever became of it. */
async function chargeFor(outcome: Outcome<ModelTurn, ModelFailure>, input: number): Promise<Charged> {
  if (!outcome.ok && !outcome.failure.mayBePaid) return { usage: noTokens, isEstimated: false }
  const { usage } = outcome.ok ? outcome.value : outcome.failure
  const text = outcome.ok ? saidIn(outcome.value) : (outcome.failure.text ?? '')
  return chargedUsage(usage, { input, output: await countAnswer(text) })
}

function saidIn({ text, toolCalls }: ModelTurn): string {
  return toolCalls.length === 0 ? text : `${text}${JSON.stringify(toolCalls)}`
}

function answerOf(client: ModelClient, outcome: Outcome<ModelTurn, ModelFailure>): RememberedTurn | null {
  if (outcome.ok) return { kind: 'turn', turn: outcome.value }
  return rememberedOf(client.model, outcome.failure)
}

/** Failures that count against the provider: the others say that it is there. */
const ofProvider: ReadonlySet<ModelFailureKind> = new Set(['unavailable', 'timed-out', 'misconfigured'])

async function tellCircuit(
  circuits: Circuits,
  provider: string,
  outcome: Outcome<ModelTurn, ModelFailure>,
): Promise<void> {
  const circuit = modelCircuit(provider)
  if (outcome.ok) return circuits.succeeded(circuit)
  const { kind, message } = outcome.failure
  if (kind === 'cancelled') return
  if (ofProvider.has(kind)) await circuits.failed(circuit, message)
  else await circuits.succeeded(circuit)
}

function tell(
  { meter, log }: AskParts,
  { client, role, purpose }: Question,
  outcome: string,
  paid: Charged & { readonly microDollars: number | null; readonly durationMs: number },
  came: Outcome<ModelTurn, ModelFailure>,
): void {
  const { provider, model } = client
  const { usage, microDollars, durationMs } = paid
  meter.count('autogen_model_calls_total', { provider, outcome })
  meter.count('autogen_model_tokens_total', { direction: 'input' }, usage.input)
  meter.count('autogen_model_tokens_total', { direction: 'output' }, usage.output)
  meter.count('autogen_model_cost_dollars_total', {}, (microDollars ?? 0) / 1_000_000)
  if (microDollars === null && tokensOf(usage) > 0) meter.count('autogen_model_unpriced_calls_total')
  meter.observe('autogen_model_call_seconds', durationMs / 1_000, { provider })
  const fields = { model, role, purpose, ...paid }
  if (came.ok) log.info(fields, 'model answered')
  else log.warn({ ...fields, outcome, reason: came.failure.message }, 'model call failed')
}

const nothing = { usage: noTokens, isEstimated: false, microDollars: 0, durationMs: 0 } as const

function notAdmitted(
  provider: string,
  { until, reason }: { readonly until: number; readonly reason: string },
) {
  const message = `${provider} failed too often and is left alone until ${new Date(until).toISOString()}: ${reason}`
  return { ...failureOf('unavailable', message), retryAt: until }
}

function failureOf(kind: ModelFailureKind, message: string): ModelFailure {
  const remedy = 'Try again later, or configure another model for the role.'
  return { kind, message, remedy, retryAt: null, usage: noTokens, mayBePaid: false, text: null }
}
