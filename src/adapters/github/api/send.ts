/** The last stage: Octokit makes the HTTP request, and what happens on the wire becomes a value. */
import { Octokit } from '@octokit/core'
import { fail, succeed } from '../../../domain/outcome.ts'
import { AnswerTooLarge, createBoundedFetch, type Fetch } from './bounded-fetch.ts'
import { classifyNetworkError } from './classify-network-error.ts'
import type { ApiAnswer, Exchange } from './exchange.ts'
import { cancelled, unexpectedAnswer } from './failures.ts'

export interface SendOptions {
  /** Of the REST API, without a slash at its end. */
  readonly baseUrl: string
  readonly userAgent: string
  readonly fetch: Fetch
  readonly timeoutMs: number
  readonly answerBytesMax: number
  readonly now: () => number
}

const redirectsMax = 3
const silent = { debug() {}, info() {}, warn() {}, error() {} }

export function createSend(options: SendOptions): Exchange {
  const fetch = createBoundedFetch({ fetch: options.fetch, bytesMax: options.answerBytesMax, redirectsMax })
  // Octokit's own authentication is not used: see tokens.ts. Its log prints addresses, so it is silenced.
  const octokit = new Octokit({ baseUrl: options.baseUrl, userAgent: options.userAgent, log: silent })
  return async (request) => {
    const isWrite = request.kind === 'write'
    if (request.signal.aborted) return fail(cancelled(false))
    const timeout = AbortSignal.timeout(options.timeoutMs)
    const signal = AbortSignal.any([request.signal, timeout])
    try {
      const { status, headers, data } = await octokit.request(request.route, {
        ...request.parameters,
        // Text, because Octokit has ideas of its own about numbers within strings.
        ...(request.body === null ? {} : { data: JSON.stringify(request.body) }),
        headers: {
          accept: 'application/vnd.github+json',
          'x-github-api-version': '2022-11-28',
          ...request.headers,
        },
        request: { fetch, signal, log: silent },
      })
      return succeed(answerOf(status, headers, data))
    } catch (error) {
      const answer = answerWithin(error)
      if (answer !== null) return succeed(answer)
      if (request.signal.aborted) return fail(cancelled(isWrite))
      if (causes(error).some((cause) => cause instanceof AnswerTooLarge)) {
        return fail(unexpectedAnswer(`it has more than ${options.answerBytesMax} bytes`, null, isWrite))
      }
      return fail(
        classifyNetworkError(causes(error), {
          isWrite,
          timeoutMs: timeout.aborted ? options.timeoutMs : null,
          host: new URL(options.baseUrl).host,
          now: options.now(),
        }),
      )
    }
  }
}

/** Octokit throws answers from 304 on as errors that carry them. */
function answerWithin(error: unknown): ApiAnswer | null {
  if (!(error instanceof Error) || !('response' in error)) return null
  const response = error.response as
    | { readonly status: number; readonly headers: Record<string, unknown>; readonly data: unknown }
    | undefined
  return response === undefined ? null : answerOf(response.status, response.headers, response.data)
}

function answerOf(status: number, headers: Readonly<Record<string, unknown>>, data: unknown): ApiAnswer {
  const texts = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])
  return { status, headers: Object.fromEntries(texts), text: typeof data === 'string' ? data : '' }
}

function causes(error: unknown): readonly unknown[] {
  const found: unknown[] = []
  for (let at = error; at instanceof Error && found.length < 5; at = at.cause) found.push(at)
  return found
}
