/** How OpenAI, and servers that are compatible with it, say that something is wrong. */
import type { WireAnswer, WireFailure, WireFailureKind } from './question.ts'

const shapes: Readonly<
  Record<WireFailureKind, { readonly status: number; readonly type: string; readonly code: string | null }>
> = {
  'bad-request': { status: 400, type: 'invalid_request_error', code: null },
  'bad-key': { status: 401, type: 'invalid_request_error', code: 'invalid_api_key' },
  'no-such-model': { status: 404, type: 'invalid_request_error', code: 'model_not_found' },
  'too-long': { status: 400, type: 'invalid_request_error', code: 'context_length_exceeded' },
  'rate-limited': { status: 429, type: 'tokens', code: 'rate_limit_exceeded' },
  overloaded: { status: 503, type: 'server_error', code: 'server_overloaded' },
  unavailable: { status: 500, type: 'server_error', code: null },
}

export function openaiFailure({ kind, message, retryAfterS, status }: WireFailure): WireAnswer {
  const { type, code, status: own } = shapes[kind]
  return {
    status: status ?? own,
    headers: retryAfterS === null ? {} : { 'retry-after': String(retryAfterS) },
    body: { error: { message, type, param: null, code } },
  }
}
