/** One route of the API: what it takes, what it answers, who may, told once for Fastify and for the description. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Outcome } from '../../domain/outcome.ts'
import type { ApiCaller, Authoriser } from './authorise.ts'
import { needOf, type OperationId } from './needs.ts'
import { type ApiFailure, Problem, sendFailure } from './problem.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    runsSteps?: boolean
  }
}

export interface ApiRequest<Params, Query, Body> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly caller: ApiCaller
}

/** Values of ours are never changed, so what is readonly may be answered. */
export type Frozen<Value> = Value extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Frozen<Value[Key]> }
    : Value

export interface ApiRoute<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
> {
  readonly id: OperationId
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Below `/api/v1`. */
  readonly path: string
  readonly tag: string
  /** One line. */
  readonly summary: string
  readonly about?: string
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  readonly bodyBytesMax?: number
  readonly status?: 200 | 201
  /** Its answer waits for commands that somebody asked for, so its time is theirs and not this service's. */
  readonly runsSteps?: true
  readonly answer: Answer
  readonly answerHeaders?: Readonly<Record<string, string>>
  readonly handle: (
    request: ApiRequest<z.output<Params>, z.output<Query>, z.output<Body>>,
  ) => Promise<Outcome<Frozen<z.input<Answer>>, ApiFailure>>
}

export type AddRoute = <
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
>(
  route: ApiRoute<Params, Query, Body, Answer>,
) => void

const bodyBytesMaxDefault = 65_536

export function createAddRoute(api: FastifyInstance, authoriser: Authoriser): AddRoute {
  return (route) => {
    const need = needOf(route.id)
    if (need === null) throw new Error(`${route.id} is open, and adds itself`)
    const { params, query, body, status = 200 } = route
    api.route({
      method: route.method,
      url: route.path,
      config: { runsSteps: route.runsSteps === true },
      bodyLimit: route.bodyBytesMax ?? bodyBytesMaxDefault,
      schema: {
        ...describeRoute(route.id, route),
        ...(params === undefined ? {} : { params }),
        ...(query === undefined ? {} : { querystring: query }),
        ...(body === undefined ? {} : { body }),
        response: { [status]: route.answer, ...problemResponses },
      },
      preParsing: authoriser.hook(need),
      handler: async (request: FastifyRequest, reply: FastifyReply) => {
        const outcome = await route.handle({
          params: request.params as z.output<typeof route.params & z.ZodType>,
          query: request.query as z.output<typeof route.query & z.ZodType>,
          body: request.body as z.output<typeof route.body & z.ZodType>,
          caller: authoriser.callerOf(request),
        })
        if (!outcome.ok) return sendFailure(reply, outcome.failure)
        return reply
          .code(status)
          .headers({ ...route.answerHeaders })
          .send(outcome.value)
      },
    })
  }
}

/** The same words for every route. */
export const problemResponses = {
  '4xx': problemResponse('The request is wrong, or may not be made.'),
  '5xx': problemResponse('The service, or something that it needs, cannot do it now.'),
} as const

function problemResponse(description: string) {
  return { description, content: { 'application/problem+json': { schema: Problem } } }
}

export function describeRoute(
  id: OperationId,
  route: { readonly summary: string; readonly about?: string; readonly tag: string },
): Record<string, unknown> {
  const need = needOf(id)
  return {
    operationId: id,
    summary: route.summary,
    ...(route.about === undefined ? {} : { description: route.about }),
    tags: [route.tag],
    ...(need === null
      ? { security: [] }
      : { 'x-role': need.role, ...(need.area === null ? {} : { 'x-scope': need.area }) }),
  }
}
