/**
 * How the agents speak to models: a request with tools becomes a checked answer. Behind it, for every turn: remembered?
 * allowed by the budget? the chain of models under their breakers, the ledger, the memory.
 */
import type { AgentRole, CallPurpose } from '../../domain/agents/agent-role.ts'
import type { AgentsUsage } from '../../domain/agents/agents-report.ts'
import type { ModelName } from '../../domain/agents/model-usage.ts'
import type { Outcome } from '../../domain/outcome.ts'
import type { AnswerShape, ModelFailure, ModelMessage } from '../../ports/model/model.ts'
import type { SpendLimit } from '../../ports/store/model-ledger.ts'
import type { ToolBox } from '../tools/tool-box.ts'

/** A shape and its check: made from a zod schema by `answerFormat`. */
export interface AnswerFormat<Answer> extends AnswerShape {
  /** @returns the problems in words that a model can mend, each with its place */
  parse(value: unknown): Outcome<Answer, readonly string[]>
}

export interface Call<Answer> {
  readonly role: AgentRole
  readonly purpose: CallPurpose
  /** From a prompt file, filled in. */
  readonly system: string
  readonly messages: readonly ModelMessage[]
  readonly answer: AnswerFormat<Answer>
  /** Null: the answer is given at once. */
  readonly tools: ToolBox | null
}

export interface Answered<Answer> {
  readonly value: Answer
  /** The model that gave it. */
  readonly model: ModelName
  /** The whole conversation with the answer at its end, to go on from. */
  readonly messages: readonly ModelMessage[]
}

export type CallFailure =
  /** A hard limit: no further call is to be tried in this review. */
  | { readonly kind: 'budget'; readonly limit: SpendLimit; readonly message: string }
  | { readonly kind: 'cancelled' }
  /** Every model of the chain failed; `last` says how. */
  | { readonly kind: 'no-answer'; readonly message: string; readonly last: ModelFailure | null }

export interface Calls {
  ask<Answer>(call: Call<Answer>, signal: AbortSignal): Promise<Outcome<Answered<Answer>, CallFailure>>
  /** The chain of a role, the first choice first; empty: nobody is configured. */
  modelsOf(role: AgentRole): readonly ModelName[]
  /** What all tries at this work took. To be asked when every call has ended: what is still under way is given up. */
  usage(): Promise<AgentsUsage>
  /** Models that answered, in the order of their first answer; those of other tries when `usage` was asked before. */
  answeredBy(): readonly ModelName[]
}
