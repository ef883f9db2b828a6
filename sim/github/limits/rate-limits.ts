/**
 * GitHub's limits. Primary: so many requests an hour for each installation or person, apart for REST and GraphQL.
 * Secondary: content made in a minute, points in a minute, requests at once. All of it on the injected clock.
 */
import { Refusal } from '../http/refusal.ts'
import type { Schemas } from '../world/schemas.ts'

export interface RateLimitOptions {
  readonly corePerHour: number
  readonly graphqlPerHour: number
  /** The hour of both; a drill that cannot wait for a real one makes it shorter. */
  readonly hourMs: number
  readonly contentPerMinute: number
  readonly contentPerHour: number
  readonly restPointsPerMinute: number
  readonly graphqlPointsPerMinute: number
  readonly concurrentMax: number
}

export const githubRateLimits: RateLimitOptions = {
  corePerHour: 5_000,
  graphqlPerHour: 5_000,
  hourMs: 3_600_000,
  contentPerMinute: 80,
  contentPerHour: 500,
  restPointsPerMinute: 900,
  graphqlPointsPerMinute: 2_000,
  concurrentMax: 100,
}

export type Resource = 'core' | 'graphql'

interface Window {
  used: number
  resetMs: number
}

export interface RateLimits {
  /** Rules may be changed while it runs: a limit that is suddenly nearly used up is a test of its own. */
  set(options: Partial<RateLimitOptions>): void
  /** @throws the refusal when the caller has used up its hour */
  checkPrimary(caller: string, resource: Resource): void
  spend(caller: string, resource: Resource, points: number): void
  headers(caller: string, resource: Resource): Readonly<Record<string, string>>
  overview(caller: string): Schemas['rate-limit-overview']
  /** @throws the refusal when too much was asked at once. @returns what to call when the request has ended */
  enter(caller: string, resource: Resource, points: number, createsContent: boolean): () => void
}

const minuteMs = 60_000
const hourMs = 3_600_000

export function createRateLimits(start: RateLimitOptions, clock: () => number): RateLimits {
  let options = start
  const windows = new Map<string, Window>()
  const concurrent = new Map<string, number>()
  const windowOf = (key: string, lengthMs: number): Window => {
    const known = windows.get(key)
    if (known !== undefined && known.resetMs > clock()) return known
    const fresh = { used: 0, resetMs: clock() + lengthMs }
    windows.set(key, fresh)
    return fresh
  }
  const primary = (caller: string, resource: Resource) => windowOf(`${caller} ${resource}`, options.hourMs)
  const limitOf = (resource: Resource) => (resource === 'core' ? options.corePerHour : options.graphqlPerHour)
  const show = (caller: string, resource: Resource): Schemas['rate-limit'] => {
    const { used, resetMs } = primary(caller, resource)
    const limit = limitOf(resource)
    return {
      limit,
      used: Math.min(used, limit),
      remaining: Math.max(0, limit - used),
      reset: Math.ceil(resetMs / 1000),
    }
  }
  const headers = (caller: string, resource: Resource) => rateLimitHeaders(show(caller, resource), resource)
  const tally = (key: string, lengthMs: number, points: number, max: number): void => {
    const window = windowOf(key, lengthMs)
    if (window.used + points > max) throw secondaryRefusal(Math.ceil((window.resetMs - clock()) / 1000))
    window.used += points
  }
  return {
    headers,
    set: (changes) => {
      options = { ...options, ...changes }
    },
    checkPrimary: (caller, resource) => {
      if (show(caller, resource).remaining <= 0) throw primaryRefusal(caller, headers(caller, resource))
    },
    spend: (caller, resource, points) => {
      primary(caller, resource).used += points
    },
    overview: (caller) => {
      const core = show(caller, 'core')
      const search = { limit: 30, used: 0, remaining: 30, reset: core.reset }
      return { resources: { core, search, graphql: show(caller, 'graphql') }, rate: core }
    },
    enter: (caller, resource, points, createsContent) => {
      const now = concurrent.get(caller) ?? 0
      if (now >= options.concurrentMax) throw secondaryRefusal(1)
      const max = resource === 'core' ? options.restPointsPerMinute : options.graphqlPointsPerMinute
      tally(`${caller} ${resource} points`, minuteMs, points, max)
      if (createsContent) {
        tally(`${caller} content minute`, minuteMs, 1, options.contentPerMinute)
        tally(`${caller} content hour`, hourMs, 1, options.contentPerHour)
      }
      concurrent.set(caller, now + 1)
      return () => concurrent.set(caller, (concurrent.get(caller) ?? 1) - 1)
    },
  }
}

export function rateLimitHeaders(
  rate: Schemas['rate-limit'],
  resource: Resource,
): Readonly<Record<string, string>> {
  return {
    'x-ratelimit-limit': String(rate.limit),
    'x-ratelimit-remaining': String(rate.remaining),
    'x-ratelimit-used': String(rate.used),
    'x-ratelimit-reset': String(rate.reset),
    'x-ratelimit-resource': resource,
  }
}

export function primaryRefusal(caller: string, headers: Readonly<Record<string, string>>): Refusal {
  return new Refusal(403, `API rate limit exceeded for ${caller}.`, undefined, headers)
}

export function secondaryRefusal(retryAfterS: number, status: 403 | 429 = 403): Refusal {
  const message = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'
  return new Refusal(status, message, undefined, { 'retry-after': String(Math.max(1, retryAfterS)) })
}
