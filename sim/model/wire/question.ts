/** What was asked of the model, whatever wire format it came in. */
export const wireNames = [
  'openai-chat',
  'openai-responses',
  'anthropic',
  'google',
  'bedrock',
  'openai-compatible',
] as const
export type WireName = (typeof wireNames)[number]

export interface Question {
  readonly wire: WireName
  readonly model: string
  readonly system: string
  readonly turns: readonly Turn[]
  readonly tools: readonly OfferedTool[]
  /**
   * The tool through which the answer itself is to be given (how some clients ask for JSON); null: the answer is text.
   */
  readonly answerTool: string | null
  /** Null: no bound was asked for. */
  readonly outputTokensMax: number | null
  /** All that the model reads, in order: what usage is counted from. */
  readonly segments: readonly Segment[]
}

export type Turn =
  | { readonly from: 'user'; readonly text: string }
  | { readonly from: 'model'; readonly text: string; readonly calls: readonly AskedCall[] }
  | { readonly from: 'tools'; readonly results: readonly { readonly id: string; readonly text: string }[] }

export interface AskedCall {
  readonly id: string
  readonly name: string
}

export interface OfferedTool {
  readonly name: string
  readonly schema: Readonly<Record<string, unknown>>
}

export interface Segment {
  readonly text: string
  /** The client asks to keep everything up to here in the provider's cache. */
  readonly isCacheMark: boolean
}

/** What the scripted model does about a question. */
export type Reply =
  | { readonly kind: 'answer'; readonly text: string; readonly isCutOff: boolean }
  | { readonly kind: 'calls'; readonly text: string; readonly calls: readonly ToolUse[] }
  | { readonly kind: 'refusal'; readonly text: string }
  | { readonly kind: 'failure'; readonly failure: WireFailure }

export interface ToolUse {
  readonly name: string
  readonly parameters: unknown
}

export type WireFailureKind =
  | 'bad-request'
  | 'bad-key'
  | 'no-such-model'
  | 'too-long'
  | 'rate-limited'
  | 'overloaded'
  | 'unavailable'

export interface WireFailure {
  readonly kind: WireFailureKind
  readonly message: string
  /** Of `rate-limited` and `overloaded`; null: the header is absent. */
  readonly retryAfterS: number | null
  /** Of `unavailable`. */
  readonly status: number | null
}

export interface Usage {
  readonly input: number
  readonly cacheRead: number
  readonly cacheWrite: number
  readonly output: number
}

export interface WireAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

export interface WireRequest {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

/** Makes names that are the same in every run: the nth of its kind. */
export type NextId = (prefix: string) => string

export interface WireFormat {
  readonly name: WireName
  /** The model's name when it stands in the path; '' when it stands in the body; null: not a path of this format. */
  modelInPath(path: string): string | null
  /** The key as it was sent; null when there is none. */
  keyOf(headers: Readonly<Record<string, string>>): string | null
  readonly needsKey: boolean
  /** @throws {BadRequest} as the provider would refuse it */
  read(request: WireRequest, modelInPath: string): Question
  render(
    question: Question,
    reply: Exclude<Reply, { kind: 'failure' }>,
    usage: Usage,
    nextId: NextId,
  ): unknown
  fail(failure: WireFailure): WireAnswer
  /** How its cache works: by itself, or where the client marks it. */
  readonly cache: 'automatic' | 'marked'
}

export class BadRequest extends Error {
  override readonly name = 'BadRequest'
}
