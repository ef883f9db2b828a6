/** The pipeline of one App, and the few ways to ask through it. */
import { z } from 'zod'
import { fail, type Outcome, succeed } from '../../../domain/outcome.ts'
import type { InstallationId } from '../../../domain/repository/repository.ts'
import type { Urgency } from '../../../ports/code-host/code-host.ts'
import type { HostFailure } from '../../../ports/code-host/host-failure.ts'
import type { ApiAnswer, ApiRequest, Exchange } from './exchange.ts'
import { unexpectedAnswer } from './failures.ts'
import { readShape } from './read-shape.ts'

export interface Call<Value> {
  /** Null: as the App itself. */
  readonly installation: InstallationId | null
  /** E.g. `GET /repos/{owner}/{repo}`. */
  readonly route: string
  /** The host counts it against no hourly budget. */
  readonly isFree?: boolean
  readonly parameters?: Readonly<Record<string, string | number>>
  readonly body?: unknown
  readonly schema: z.ZodType<Value>
  readonly signal: AbortSignal
}

export interface PagedCall<Item> extends Omit<Call<readonly Item[]>, 'body'> {
  readonly pagesMax: number
}

export interface GraphqlCall<Value> {
  readonly kind: 'read' | 'write'
  readonly installation: InstallationId
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  /** Of `data`. */
  readonly schema: z.ZodType<Value>
  readonly signal: AbortSignal
}

export interface Answered<Value> {
  readonly value: Value
  readonly headers: ApiAnswer['headers']
}

type Answering<Value> = Promise<Outcome<Value, HostFailure>>

export interface Api {
  /** Asks, or does what its method says. */
  call<Value>(call: Call<Value>): Answering<Answered<Value>>
  /** Every page, 100 entries each. */
  pages<Item>(
    call: PagedCall<Item>,
  ): Answering<{ readonly items: readonly Item[]; readonly isComplete: boolean }>
  graphql<Value>(call: GraphqlCall<Value>): Answering<Value>
}

export interface ApiOptions {
  readonly exchange: Exchange
  readonly graphqlUrl: string
  readonly urgency: Urgency
}

/** For answers whose content does not matter. */
export const Anything: z.ZodType<null> = z.unknown().transform(() => null)

export function createApi({ exchange, graphqlUrl, urgency }: ApiOptions): Api {
  async function call<Value>(wanted: Call<Value>): Answering<Answered<Value>> {
    const kind = wanted.route.startsWith('GET ') ? 'read' : 'write'
    const answer = await exchange({
      kind,
      resource: 'core',
      isFree: wanted.isFree ?? false,
      installation: wanted.installation,
      urgency,
      route: wanted.route,
      parameters: wanted.parameters ?? {},
      body: wanted.body ?? null,
      headers: {},
      signal: wanted.signal,
    } satisfies ApiRequest)
    if (!answer.ok) return answer
    if (answer.value.status === 304) return fail(unexpectedAnswer('a 304 that was not asked for', 304, false))
    const read =
      wanted.schema === (Anything as z.ZodType)
        ? succeed(null as Value)
        : readShape(wanted.schema, answer.value, kind)
    return read.ok ? succeed({ value: read.value, headers: answer.value.headers }) : read
  }

  return {
    call,
    async pages(wanted) {
      const items = []
      for (let page = 1; page <= wanted.pagesMax; page += 1) {
        const answer = await call({ ...wanted, parameters: { ...wanted.parameters, per_page: 100, page } })
        if (!answer.ok) return answer
        items.push(...answer.value.value)
        if (!hasNext(answer.value.headers)) return succeed({ items, isComplete: true })
      }
      return succeed({ items, isComplete: false })
    },
    async graphql({ kind, installation, query, variables, schema, signal }) {
      const answer = await exchange({
        kind,
        resource: 'graphql',
        installation,
        urgency,
        route: `POST ${graphqlUrl}`,
        parameters: {},
        body: { query, variables },
        headers: {},
        signal,
      })
      if (!answer.ok) return answer
      const read = readShape(z.object({ data: schema }), answer.value, kind)
      return read.ok ? succeed(read.value.data) : read
    },
  }
}

function hasNext({ link }: ApiAnswer['headers']): boolean {
  return link?.includes('rel="next"') ?? false
}
