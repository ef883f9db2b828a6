/** What goes wrong is told as RFC 9457 says: what it is, what to do, a number to find it by in the log. Never a stack. */
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { named } from './shapes/registry.ts'

/** An expected failure of a use case. */
export interface ApiFailure {
  readonly kind: string
  /** A sentence. */
  readonly message: string
  /** What to do instead, a sentence. */
  readonly remedy: string
}

export const Problem = named(
  'Problem',
  z.object({
    type: z.literal('about:blank'),
    title: z.string().describe('The same for every problem of this status.'),
    status: z.int(),
    kind: z.string().describe('A word for programs to decide by.'),
    detail: z.string().describe('What is wrong, for people.'),
    remedy: z.string().optional().describe('What to do about it.'),
    request: z.string().describe('As in the log, and in the header X-Request-Id.'),
    errors: z
      .array(z.object({ where: z.string(), wrong: z.string() }))
      .optional()
      .describe('Of a request that is not as described: each place.'),
  }),
)
export type Problem = z.infer<typeof Problem>

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
}

const statuses: Readonly<Record<string, number>> = {
  forbidden: 403,
  'not-allowed': 403,
  unknown: 404,
  'no-such-page': 404,
  'no-such-incident': 404,
  'no-such-step': 404,
  'no-such-task': 404,
  'not-found': 404,
  invalid: 422,
  'bad-parameters': 422,
  missing: 422,
  'not-confirmed': 422,
  'not-configured': 501,
  refused: 502,
  unreachable: 503,
  'not-recorded': 503,
}

/** What does not fit the state of things is a conflict. */
export function statusOf(failure: ApiFailure): number {
  return statuses[failure.kind] ?? 409
}

export function sendProblem(
  reply: FastifyReply,
  status: number,
  facts: Pick<Problem, 'kind' | 'detail'> & Partial<Pick<Problem, 'remedy' | 'errors'>>,
): FastifyReply {
  const problem: Problem = {
    type: 'about:blank',
    title: titles[status] ?? 'Error',
    status,
    ...facts,
    request: reply.request.id,
  }
  return reply.code(status).type('application/problem+json; charset=utf-8').send(JSON.stringify(problem))
}

export function sendFailure(reply: FastifyReply, failure: ApiFailure): FastifyReply {
  const { kind, message, remedy } = failure
  return sendProblem(reply, statusOf(failure), {
    kind,
    detail: message,
    ...(remedy === '' ? {} : { remedy }),
  })
}
