/**
 * One request to somebody else's server, within bounds: of time, of what is sent, of what is read. No redirect is
 * followed, because it would take a secret somewhere else, and nothing of an address but its host is ever said.
 */
import { nonLoopbackHttp } from '../../domain/notification/address.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import { printable } from '../../domain/text/printable.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { NotifierFailure } from '../../ports/notifier/notifier.ts'

export interface PostParts {
  readonly clock: Clock
  /** E.g. `autogen-bot/0.1.0`. */
  readonly userAgent: string
  /** For all of it, the answer's body included. Default 10 s. */
  readonly timeMsMax?: number
}

export interface PostRequest {
  readonly method?: 'GET' | 'POST'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** Objects go as JSON, text as it is. */
  readonly body?: unknown
  /** Never to be said again, whatever the answer repeats. */
  readonly secrets: readonly string[]
}

export interface PostAnswer {
  readonly status: number
  readonly text: string
}

export type Post = (
  request: PostRequest,
  signal: AbortSignal,
) => Promise<Outcome<PostAnswer, NotifierFailure>>

const bodyBytesMax = 256 * 1024
const answerBytesMax = 64 * 1024
const wordsMax = 200
const retryAfterMs = { otherwise: 30_000, min: 1_000, max: 600_000 }

export function createPost({ clock, userAgent, timeMsMax = 10_000 }: PostParts): Post {
  return async ({ method = 'POST', url, headers = {}, body, secrets }, signal) => {
    const address = URL.canParse(url) ? new URL(url) : null
    if (address === null || nonLoopbackHttp(address)) return refuse('The address is not one with https.')
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
    if (text !== undefined && Buffer.byteLength(text) > bodyBytesMax)
      return refuse('The message is larger than is sent.')
    const timeout = AbortSignal.timeout(timeMsMax)
    const json = body !== undefined && typeof body !== 'string'
    try {
      const answer = await fetch(address, {
        method,
        headers: {
          'user-agent': userAgent,
          ...(json ? { 'content-type': 'application/json' } : {}),
          ...headers,
        },
        ...(text === undefined ? {} : { body: text }),
        redirect: 'manual',
        signal: AbortSignal.any([signal, timeout]),
      })
      const said = without(await readBounded(answer), secrets)
      return judge(address.host, answer, said, clock.now())
    } catch (error) {
      const why = timeout.aborted ? `no answer within ${timeMsMax / 1_000} s` : codeOf(error)
      return fail({ kind: 'unreachable', message: `${address.host} cannot be reached (${why}).` })
    }
  }
}

function judge(
  host: string,
  { status, headers }: Response,
  text: string,
  now: number,
): Outcome<PostAnswer, NotifierFailure> {
  if (status >= 200 && status < 300) return succeed({ status, text })
  const words = printable(text.slice(0, wordsMax).replaceAll(/\s+/g, ' ').trim())
  const message = `${host} answered ${status}${words === '' ? '.' : `: ${words}`}`
  if (status === 429)
    return fail({ kind: 'rate-limited', retryAfterMs: waitOf(headers.get('retry-after'), now), message })
  if (status >= 500 || status === 408 || status === 425) return fail({ kind: 'unreachable', message })
  if (status >= 300 && status < 400)
    return refuse(`${host} wants to redirect (${status}), which is not followed.`)
  return refuse(message)
}

/** Seconds or a date. */
function waitOf(header: string | null, now: number): number {
  const seconds = Number(header ?? '')
  const wait =
    header === null || header === '' ? Number.NaN : seconds >= 0 ? seconds * 1_000 : Date.parse(header) - now
  const { otherwise, min, max } = retryAfterMs
  return Number.isFinite(wait) ? Math.min(max, Math.max(min, wait)) : otherwise
}

async function readBounded({ body }: Response): Promise<string> {
  if (body === null) return ''
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    bytes += chunk.byteLength
    // Leaving the loop cancels the rest.
    if (bytes > answerBytesMax) break
  }
  return Buffer.concat(chunks).subarray(0, answerBytesMax).toString('utf8')
}

function without(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length > 3)
    .reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text)
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return /^[A-Z0-9_]{3,60}$/.test(code) ? code : 'no connection'
}

export function refuse(message: string): Outcome<never, NotifierFailure> {
  return fail({ kind: 'refused', message })
}
