/** A route of the REST API: which caller it takes, and what it answers. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Caller } from '../access/caller.ts'
import type { Body } from './body.ts'

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

export interface ApiRequest {
  readonly method: Method
  /** Below the API's root. */
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: Body
  readonly caller: Caller
}

export interface ApiAnswer {
  readonly status: number
  /** Undefined: no content. A string with `contentType` is sent as it is. */
  readonly body?: unknown
  readonly contentType?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface Route {
  readonly method: Method
  /** `/repos/:owner/:repo/pulls/:number`; a last `*name` takes the rest. */
  readonly path: string
  /** `app`: the App's own JWT only. `token`: anyone but an App as itself. `any`: also nobody. */
  readonly auth: 'app' | 'token' | 'any'
  /** Counts against the secondary limit of content. */
  readonly createsContent?: boolean
  /** Costs nothing of the primary limit. */
  readonly isFree?: boolean
  handle(request: ApiRequest): ApiAnswer | Promise<ApiAnswer>
}

export function ok(body: unknown, headers: Readonly<Record<string, string>> = {}): ApiAnswer {
  return { status: 200, body, headers }
}

export function created(body: unknown): ApiAnswer {
  return { status: 201, body }
}
