/** Whatever goes wrong in the API ends here. */
import type { FastifyError, FastifyInstance } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import type { Log } from '../../ports/log/log.ts'
import { StoreUnavailable } from '../../ports/store/store-unavailable.ts'
import { sendProblem } from './problem.ts'

const storeSeconds = 10
const errorsMax = 20

export function answerProblems(api: FastifyInstance, log: Log): void {
  api.setNotFoundHandler((_, reply) =>
    sendProblem(reply, 404, {
      kind: 'not-found',
      detail: 'There is no such address in this API.',
      remedy: 'See /api/v1/openapi.json.',
    }),
  )
  api.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof StoreUnavailable) {
      return sendProblem(reply.header('retry-after', String(storeSeconds)), 503, {
        kind: 'store-unavailable',
        detail: 'The database cannot be reached now; nothing is known to be changed.',
        remedy: 'Try again in a moment.',
      })
    }
    if (hasZodFastifySchemaValidationErrors(error)) {
      const errors = error.validation.slice(0, errorsMax).map(({ instancePath, message }) => ({
        where: `${error.validationContext ?? 'request'}${instancePath}`,
        wrong: message ?? 'is not as described',
      }))
      const detail = 'The request is not as the description says.'
      return sendProblem(reply, 400, { kind: 'bad-request', detail, errors })
    }
    const status = error.statusCode ?? 500
    if (status >= 400 && status < 500) return sendProblem(reply, status, wordsFor(status))
    log.error(
      { request: request.id, route: request.routeOptions.url ?? null, err: error },
      'API request failed',
    )
    return sendProblem(reply, 500, {
      kind: 'internal',
      detail: 'A fault of autogen-bot itself.',
      remedy: 'Look for the number of this request in the log.',
    })
  })
}

function wordsFor(status: number): { readonly kind: string; readonly detail: string } {
  switch (status) {
    case 413:
      return { kind: 'too-large', detail: 'The body is larger than this route takes.' }
    case 415:
      return { kind: 'unsupported-type', detail: 'Bodies are application/json here.' }
    case 429:
      return { kind: 'limited', detail: 'Too many requests; the header Retry-After says when to go on.' }
    default:
      return { kind: 'bad-request', detail: 'The request cannot be read.' }
  }
}
