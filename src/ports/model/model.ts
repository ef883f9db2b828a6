/**
 * One language model of one provider. Promise: one request is one paid call at most (what was answered is never asked
 * again here; retries happen only where nothing was answered), it ends within its time, what it took is told even when
 * it failed, and no key stands in any answer, failure or log line.
 */
import type { ModelName, TokenUsage } from '../../domain/agents/model-usage.ts'
import type { Outcome } from '../../domain/outcome.ts'

export interface ModelClient {
  readonly model: ModelName
  /** What limits are shared by: the provider's name in the configuration. */
  readonly provider: string
  /**
   * A place among the requests that the provider is sent at once: to be taken before the request, and given back by what is
   * returned. Null: cancelled before its turn came.
   */
  enter(signal: AbortSignal): Promise<(() => void) | null>
  complete(request: ModelRequest, signal: AbortSignal): Promise<Outcome<ModelTurn, ModelFailure>>
}

export interface ModelRequest {
  /** Instructions of ours: the same for many requests, so that providers can cache them. */
  readonly system: string
  /** The conversation so far, ending with what is to be answered. */
  readonly messages: readonly ModelMessage[]
  /** Read-only; none when the answer has to be given now. */
  readonly tools: readonly ToolDescription[]
  readonly answer: AnswerShape
  /** 0..2; null: the model's own. */
  readonly temperature: number | null
  readonly outputTokensMax: number
  readonly timeMs: number
}

export type ModelMessage =
  /** `isStable`: it comes again in later requests, so a provider's cache may keep all up to here. */
  | { readonly from: 'us'; readonly text: string; readonly isStable: boolean }
  | { readonly from: 'model'; readonly text: string; readonly toolCalls: readonly ToolCall[] }
  | { readonly from: 'tools'; readonly results: readonly ToolResult[] }

export interface ToolDescription {
  readonly name: string
  readonly about: string
  /** JSON Schema of an object. */
  readonly parameters: Readonly<Record<string, unknown>>
}

export interface ToolCall {
  readonly id: string
  readonly name: string
  /** As the model gave it: not checked. */
  readonly parameters: unknown
}

export interface ToolResult {
  readonly id: string
  readonly name: string
  readonly text: string
}

/** What the answer has to look like. */
export interface AnswerShape {
  readonly name: string
  /** JSON Schema of an object. */
  readonly schema: Readonly<Record<string, unknown>>
}

/** Either tools to call, or an answer. JSON-able as it stands: it is what is remembered. */
export interface ModelTurn {
  readonly model: ModelName
  readonly text: string
  readonly toolCalls: readonly ToolCall[]
  /** The parsed JSON of the answer, not yet checked against its shape; undefined is never: null when there is none. */
  readonly value: unknown
  readonly usage: TokenUsage
  readonly durationMs: number
}

export type ModelFailureKind =
  /** 429 or a quota: not before `retryAt`. */
  | 'rate-limited'
  /** 5xx, 529, no connection. */
  | 'unavailable'
  | 'timed-out'
  /** The model or its filter will not answer this. Another model may. */
  | 'refused'
  /** Not JSON, or cut off; `text` is what came. */
  | 'malformed'
  /** More than the model can read. */
  | 'too-long'
  /** Key, permission, or no such model: a person has to mend it. */
  | 'misconfigured'
  | 'cancelled'

export interface ModelFailure {
  readonly kind: ModelFailureKind
  /** What happened, in one sentence without secrets. */
  readonly message: string
  /** What to do, in one sentence. */
  readonly remedy: string
  /** Milliseconds since the epoch; null when it need not wait. */
  readonly retryAt: number | null
  /** What the provider says that it took all the same. */
  readonly usage: TokenUsage
  /**
   * The provider may ask money for it, whatever it says: it has the request, and did not turn it away. False when it was
   * never reached, or refused before it began.
   */
  readonly mayBePaid: boolean
  /** For `malformed`: what came, bounded; so that it can be asked to mend it. */
  readonly text: string | null
}
