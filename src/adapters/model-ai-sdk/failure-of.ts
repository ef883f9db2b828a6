/**
 * What went wrong with a request, and what to do about it. Decided by status and by the words that providers are known to
 * use in the bodies of their errors; these words themselves are said only where a person has to mend something.
 */
import { APICallError } from 'ai'
import { noTokens } from '../../domain/agents/model-usage.ts'
import { printable } from '../../domain/text/printable.ts'
import type { ModelFailure, ModelFailureKind } from '../../ports/model/model.ts'
import { WireFailure } from './bounded-fetch.ts'
import { errorBodyOf } from './error-body.ts'
import type { Hide } from './hide-secrets.ts'
import { retryAtOf } from './retry-at.ts'
import type { Extra } from './write-request.ts'

export interface FailureFacts {
  /** The provider's name. */
  readonly provider: string
  readonly model: string
  readonly now: number
  readonly hide: Hide
  /** What fails now fails over what came. */
  readonly isAnswered: boolean
}

const wordsMax = 240
const quotaWaitMs = 15 * 60_000
const limitWaitMs = 10_000

export function failureOf(error: unknown, facts: FailureFacts): ModelFailure {
  const wire = causesOf(error).find((cause) => cause instanceof WireFailure)
  if (wire !== undefined) return wireFailure(wire, facts)
  const call = causesOf(error).find((cause) => APICallError.isInstance(cause))
  const outer = call?.statusCode ?? 0
  const status = call !== undefined && outer > 0 && outer < 400 ? errorBodyOf(call).status : outer
  if (call !== undefined && status !== null && status >= 400) return statusFailure(call, status, facts)
  if (call?.statusCode !== undefined || facts.isAnswered)
    return failure('unavailable', `${facts.provider} answered something else than its interface says.`, {
      mayBePaid: true,
      remedy: 'Check that the address and the kind of the provider belong together.',
    })
  if (call !== undefined || hasCode(error))
    return failure('unavailable', `${facts.provider} cannot be reached (${codeOf(error)}).`, {
      mayBePaid: !neverReached.test(codeOf(error)),
      remedy: 'Check the address and the network; another model of the chain is asked meanwhile.',
    })
  return failure('misconfigured', `${facts.provider} cannot be asked${wordsOf(String(error), facts)}`, {
    remedy: `Check the settings of the provider ${facts.provider}.`,
  })
}

/** What a refusal of a request is about, when the same request can be made without it. */
export function refusedExtra(error: unknown): Extra | null {
  const call = causesOf(error).find((cause) => APICallError.isInstance(cause))
  if (call === undefined || ![400, 403, 422].includes(call.statusCode ?? 0)) return null
  const { text: body } = errorBodyOf(call)
  if (/temperature/i.test(body)) return 'temperature'
  if (/cache_?control|cache_?point|prompt[_ ]cach|caching/i.test(body)) return 'cache'
  if (/response_?format|json_?schema|response_?json|output_config|structured output|tool_?choice/i.test(body))
    return 'schema'
  return null
}

function wireFailure({ kind, about }: WireFailure, { provider }: FailureFacts): ModelFailure {
  const remedy = 'Check what stands at the address of the provider.'
  switch (kind) {
    case 'redirect':
      return failure(
        'misconfigured',
        `${provider} wants to redirect to ${printable(about)}, which is not followed.`,
        {
          remedy: `Give the address that it leads to as \`url\` of ${provider}, if it is to be trusted.`,
        },
      )
    case 'too-large':
      return failure('unavailable', `${provider} answered with more than ${about} bytes.`, {
        ...{ remedy, mayBePaid: true },
      })
    case 'broken':
      return failure('unavailable', `The answer of ${provider} cannot be read: ${about}.`, {
        ...{ remedy, mayBePaid: true },
      })
  }
}

/** Codes of connections that did not come about. */
const neverReached =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_INVALID_URL|ERR_(?:TLS|SSL)_\w+|\w*CERT\w*)$/
/** Said by whoever stands between, of a provider that may still be at work on it. */
const gaveUpWaiting: ReadonlySet<number> = new Set([408, 499, 504, 524])

/** Words that providers use, whatever the status. */
const quota =
  /insufficient_quota|exceeded your current quota|credit balance is too low|billing_(?:hard_)?limit|insufficient (?:credits|balance|funds)/i
const tooLong =
  /context_length_exceeded|maximum context length|context window|prompt is too long|input is too long|too many (?:input )?tokens|input token count|exceeds? the (?:model'?s )?(?:maximum|context)|request_too_large/i
const filtered =
  /content_filter|content_policy|content management policy|invalid_prompt|safety (?:system|filter|reasons)|PROHIBITED_CONTENT|responsible ai/i
const limited = /rate_limit_exceeded|resource_exhausted|throttl/i
const busy = /overloaded|server_error/i

function statusFailure(call: APICallError, status: number, facts: FailureFacts): ModelFailure {
  const { provider, model, now } = facts
  const { text: body, message } = errorBodyOf(call)
  const retryAt = retryAtOf(call.responseHeaders ?? {}, body, now)
  const said = wordsOf(message, facts)
  if (status === 402 || ((status === 429 || status === 400 || status === 403) && quota.test(body)))
    return failure('rate-limited', `The account with ${provider} has no credit or quota left.`, {
      remedy: `Add credit or raise the quota with ${provider}; another model of the chain is asked meanwhile.`,
      retryAt: retryAt ?? now + quotaWaitMs,
    })
  if (status === 429 || (status === 400 && limited.test(body)))
    return failure('rate-limited', `${provider} was sent too many requests or tokens (${status}).`, {
      remedy: `Wait; lower \`atOnceMax\` of ${provider} or raise its limits if this is common.`,
      retryAt: retryAt ?? now + limitWaitMs,
    })
  if (status === 413 || ((status === 400 || status === 422) && tooLong.test(body)))
    return failure('too-long', `The request is longer than ${model} reads.`, {
      remedy: 'Give it less context, or take a model with a larger window.',
    })
  if (status === 401 || status === 403)
    return failure(
      'misconfigured',
      `${provider} refuses the key, or the key may not use ${model} (${status}).`,
      {
        remedy: `Check the key of ${provider} and what it may do.`,
      },
    )
  if (status === 404)
    return failure('misconfigured', `${provider} has no model ${model} (404)${said}`, {
      remedy: "Check the model's name and the provider's address.",
    })
  if (status >= 500 || [408, 409, 425, 499].includes(status) || busy.test(body))
    return failure('unavailable', `${provider} answered ${status}.`, {
      remedy: 'It is tried again; another model of the chain is asked meanwhile.',
      retryAt,
      mayBePaid: gaveUpWaiting.has(status),
    })
  if (filtered.test(body))
    return failure('refused', `${provider} refuses this request by its content filter.`, {
      remedy: 'Another model may answer it.',
    })
  return failure('misconfigured', `${provider} does not accept the request (${status})${said}`, {
    remedy: `Check the model ${model} and the kind and address of ${provider}.`,
  })
}

export function failure(
  kind: ModelFailureKind,
  message: string,
  rest: Partial<ModelFailure> & Pick<ModelFailure, 'remedy'>,
): ModelFailure {
  return { kind, message, retryAt: null, usage: noTokens, mayBePaid: false, text: null, ...rest }
}

/** The error and what caused it, at most eight deep. */
function causesOf(error: unknown): readonly unknown[] {
  const causes: unknown[] = []
  for (let cause = error; cause instanceof Error && causes.length < 8; cause = cause.cause) causes.push(cause)
  return causes
}

function hasCode(error: unknown): boolean {
  return codeOf(error) !== 'no connection'
}

function codeOf(error: unknown): string {
  const codes = causesOf(error).map((cause) =>
    cause instanceof Error && 'code' in cause ? String(cause.code) : '',
  )
  return codes.find((code) => /^[A-Z0-9_]{3,60}$/.test(code)) ?? 'no connection'
}

function wordsOf(text: string, { hide }: FailureFacts): string {
  const words = printable(hide(text).replaceAll(/\s+/g, ' ').trim()).slice(0, wordsMax)
  return words === '' ? '.' : `: ${words}`
}
