/**
 * One request and one answer, and the shape that every stage between them has: a stage takes what comes after it and
 * gives the same back with something done on the way.
 */
import type { Outcome } from '../../../domain/outcome.ts'
import type { InstallationId } from '../../../domain/repository/repository.ts'
import type { Urgency } from '../../../ports/code-host/code-host.ts'
import type { HostFailure } from '../../../ports/code-host/host-failure.ts'

export interface ApiRequest {
  /** GraphQL queries are reads although they are sent as POST. */
  readonly kind: 'read' | 'write'
  /** Whose hourly budget it takes from. */
  readonly resource: 'core' | 'graphql'
  /** It takes nothing from that budget, so it is sent when the budget is used up as well. */
  readonly isFree?: boolean
  /** Null: the App itself asks, with a signed statement instead of a token. */
  readonly installation: InstallationId | null
  readonly urgency: Urgency
  /** E.g. `GET /repos/{owner}/{repo}`, or with a whole address. */
  readonly route: string
  /** For the template of the route and, with GET, the query. */
  readonly parameters: Readonly<Record<string, string | number>>
  /** Sent as JSON; null for none. */
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

export interface ApiAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

export type Exchange = (request: ApiRequest) => Promise<Outcome<ApiAnswer, HostFailure>>
export type Stage = (next: Exchange) => Exchange

/** The first stage sees a request first and its answer last. */
export function chain(stages: readonly Stage[], last: Exchange): Exchange {
  return stages.reduceRight((next, stage) => stage(next), last)
}

/** The same for two requests that the host would answer alike. */
export function requestKey({ installation, route, parameters, body, headers }: ApiRequest): string {
  const { authorization: _, ...telling } = headers
  return JSON.stringify([installation, route, parameters, body, telling])
}
