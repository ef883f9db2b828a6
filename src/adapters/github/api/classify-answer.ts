/**
 * What an answer means. Limits come in four shapes (403 or 429, with headers or with words only) and look like a missing
 * permission from afar; GraphQL says with 200 what REST says with a status.
 */
import type { HostFailure } from '../../../ports/code-host/host-failure.ts'
import { cleanWords } from './clean-words.ts'
import type { ApiAnswer, ApiRequest } from './exchange.ts'
import { hostFailure } from './failures.ts'
import { parseJson } from './parse-json.ts'
import { ratesOf } from './read-rate-headers.ts'

export interface Circumstances {
  readonly request: Pick<ApiRequest, 'kind' | 'resource' | 'installation'>
  readonly now: number
  /** Secondary limits met in a row before this one. */
  readonly streak: number
  /** From 0 up to 1. */
  readonly chance: number
}

/** @returns null for what the caller asked for */
export function classifyAnswer(answer: ApiAnswer, circumstances: Circumstances): HostFailure | null {
  const { status } = answer
  const said = readWords(answer)
  if (circumstances.request.resource === 'graphql' && status === 200) {
    return said.graphqlTypes === null ? null : graphqlFailure(answer, said, circumstances)
  }
  if ((status >= 200 && status < 300) || status === 304) return null
  return statusFailure(answer, said, circumstances)
}

interface Words {
  /** Fit to be shown. */
  readonly message: string
  readonly documentation: string
  /** Kinds of the errors of a GraphQL answer; null when it holds none. */
  readonly graphqlTypes: readonly string[] | null
}

function statusFailure(answer: ApiAnswer, said: Words, circumstances: Circumstances): HostFailure {
  const { status } = answer
  const { now, chance, request } = circumstances
  const isWrite = request.kind === 'write'
  const words = said.message === '' ? '' : ` (${said.message})`
  if (isLimit(answer, said)) return limitFailure(answer, said, circumstances)
  if (status === 401) return unauthorizedFailure(answer, said, circumstances)
  if (status === 403 && !/suspended/i.test(said.message)) return permissionFailure(answer, said)
  if (status === 403 || status === 404 || status === 451) {
    return hostFailure({
      kind: 'not-found',
      message: `GitHub does not show this to the App${words}.`,
      remedy: 'Check that the App is installed there, not suspended, and that it was given this repository.',
      status,
    })
  }
  if (status === 410) {
    return hostFailure({
      kind: 'gone',
      message: `It is no longer there${words}.`,
      remedy: 'Nothing: it was removed.',
      status,
    })
  }
  if (status === 409) {
    return hostFailure({
      kind: 'conflict',
      message: `It is in another state than the request supposes${words}.`,
      remedy: 'Read its state again, then decide.',
      retryAt: now + 5_000,
      status,
    })
  }
  if (status >= 500 || status === 408) {
    return hostFailure({
      kind: 'unavailable',
      message: `GitHub answered ${status}${words}.`,
      remedy: 'Wait: the fault is at GitHub; its status page says more.',
      retryAt: waitHeader(answer, now) ?? now + Math.round(15_000 * (1 + chance)),
      mayHaveApplied: isWrite,
      status,
    })
  }
  if (status >= 400) {
    return hostFailure({
      kind: 'invalid',
      message: `GitHub refuses the request${words}.`,
      remedy: 'Change the request: sent again as it is, it is refused again.',
      status,
    })
  }
  return hostFailure({
    kind: 'unexpected',
    message: `GitHub answered ${status}, which leads elsewhere.`,
    remedy: 'Check the base URL of the App: redirects to other hosts are not followed.',
    status,
  })
}

function isLimit({ status, headers }: ApiAnswer, { message, documentation }: Words): boolean {
  if (status === 429) return true
  if (status === 422) return /submitted too quickly/i.test(message)
  if (status !== 403) return false
  return (
    headers['x-ratelimit-remaining'] === '0' ||
    headers['retry-after'] !== undefined ||
    isSecondary(message, documentation) ||
    /rate limit exceeded/i.test(message)
  )
}

function isSecondary(message: string, documentation: string): boolean {
  return (
    /secondary rate limit|abuse detection|submitted too quickly/i.test(message) ||
    /secondary-rate-limits|abuse-rate-limits/.test(documentation)
  )
}

const resetsWithinMs = 2 * 3_600_000
const secondaryFirstMs = 60_000
const secondaryMostMs = 30 * 60_000

/** With `retry-after` that is what counts; with nothing left the reset; else a minute, and longer each time. */
function limitFailure(answer: ApiAnswer, said: Words, circumstances: Circumstances): HostFailure {
  const { now, streak, chance, request } = circumstances
  const waitUntil = waitHeader(answer, now)
  const rates = ratesOf(answer, request.resource)
  const isPrimary =
    answer.headers['x-ratelimit-remaining'] === '0' ||
    (waitUntil === null && /API rate limit exceeded/i.test(said.message))
  if (isPrimary && !isSecondary(said.message, said.documentation)) {
    const reset = Math.min(rates?.resetAt ?? 0, now + resetsWithinMs)
    return hostFailure({
      kind: 'primary-limit',
      message: 'The hourly API budget of the installation is used up.',
      remedy: 'Wait for its reset; if it happens often, see what the budget goes to.',
      retryAt: Math.max(reset > now ? reset : now + secondaryFirstMs, waitUntil ?? 0),
      status: answer.status,
    })
  }
  const backoff = Math.min(secondaryMostMs, secondaryFirstMs * 2 ** Math.min(streak, 10))
  return hostFailure({
    kind: 'secondary-limit',
    message: 'GitHub asks for fewer requests (secondary rate limit).',
    remedy: 'Wait; if it happens often, lower the number of workers or raise the spacing of writes.',
    retryAt: waitUntil ?? now + Math.round(backoff * (1 + chance / 4)),
    status: answer.status,
  })
}

/** `retry-after` as seconds or as a date. */
function waitHeader({ headers }: ApiAnswer, now: number): number | null {
  const written = headers['retry-after']
  if (written === undefined) return null
  const until = /^\d{1,9}$/.test(written) ? now + Number(written) * 1000 : Date.parse(written)
  return Number.isFinite(until) ? Math.min(Math.max(until, now + 1_000), now + resetsWithinMs) : null
}

function permissionFailure({ status, headers }: ApiAnswer, { message }: Words): HostFailure {
  const wanted = cleanWords(headers['x-accepted-github-permissions'] ?? '')
  return hostFailure({
    kind: 'permission',
    message: `The App may not do this${message === '' ? '' : ` (${message})`}.`,
    remedy:
      wanted === ''
        ? 'Grant the App the permission, then accept it in the installation.'
        : `Grant the App ${wanted}, then accept it in the installation.`,
    status,
  })
}

const clockToleranceMs = 30_000

function unauthorizedFailure(
  { status, headers }: ApiAnswer,
  { message }: Words,
  { now }: Circumstances,
): HostFailure {
  const skew = Date.parse(headers.date ?? '') - now
  const isClock = Math.abs(skew) > clockToleranceMs || /'(?:Issued at|Expiration time)' claim/i.test(message)
  const seconds = Number.isFinite(skew) ? ` by ${Math.round(Math.abs(skew) / 1000)} s` : ''
  return hostFailure({
    kind: 'unauthorized',
    message: isClock
      ? `GitHub refuses our credentials, and its clock and ours differ${seconds}.`
      : `GitHub refuses our credentials${message === '' ? '' : ` (${message})`}.`,
    remedy: isClock
      ? 'Set the clock of this machine (NTP): credentials are signed with the time.'
      : 'Check the number and the private key of the App.',
    status,
  })
}

function graphqlFailure(answer: ApiAnswer, said: Words, circumstances: Circumstances): HostFailure {
  const types = new Set(said.graphqlTypes)
  const as = (status: number) => statusFailure({ ...answer, status }, said, circumstances)
  if (types.has('RATE_LIMITED') || types.has('RATE_LIMIT')) {
    const headers = { ...answer.headers, 'x-ratelimit-remaining': '0' }
    return limitFailure({ ...answer, headers }, said, circumstances)
  }
  if (isSecondary(said.message, said.documentation)) return limitFailure(answer, said, circumstances)
  if (types.has('NOT_FOUND')) return as(404)
  if (types.has('FORBIDDEN') || types.has('INSUFFICIENT_SCOPES')) return as(403)
  // No type at all is how GraphQL says "something went wrong while executing your query".
  return as(types.has('') ? 502 : 422)
}

function readWords(answer: ApiAnswer): Words {
  const silent: Words = { message: '', documentation: '', graphqlTypes: null }
  const mayTell = answer.status >= 300 || answer.text.includes('"errors"')
  if (!mayTell || answer.text === '') return silent
  const body = parseOrNull(answer.text)
  if (typeof body !== 'object' || body === null) return silent
  const errors = 'errors' in body && Array.isArray(body.errors) ? body.errors.slice(0, 5) : []
  const own = 'message' in body && typeof body.message === 'string' ? [body.message] : []
  return {
    message: cleanWords([...own, ...errors.map(errorWords)].filter((words) => words !== '').join(': ')),
    documentation:
      'documentation_url' in body && typeof body.documentation_url === 'string' ? body.documentation_url : '',
    graphqlTypes: errors.length === 0 ? null : errors.map(errorType),
  }
}

function parseOrNull(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return null
  }
}

function errorWords(error: unknown): string {
  if (typeof error === 'string') return error
  if (typeof error !== 'object' || error === null) return ''
  const told = error as Readonly<Record<string, unknown>>
  if (typeof told.message === 'string') return told.message
  return ['resource', 'field', 'code']
    .map((name) => told[name])
    .filter((word) => typeof word === 'string')
    .join(' ')
}

function errorType(error: unknown): string {
  const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : null
  return typeof type === 'string' ? type : ''
}
