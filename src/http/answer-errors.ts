/** The one place that catches everything: whatever goes wrong, a stranger gets a word and a number, never a stack. */
import type { FastifyError, FastifyInstance } from 'fastify'
import type { Log } from '../ports/log/log.ts'
import { StoreUnavailable } from '../ports/store/store-unavailable.ts'

const storeSeconds = 10

export function answerErrors(server: FastifyInstance, log: Log): void {
  server.setNotFoundHandler((request, reply) =>
    reply.code(404).send({ error: 'not-found', request: request.id }),
  )
  server.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof StoreUnavailable) {
      return reply
        .code(503)
        .header('retry-after', String(storeSeconds))
        .send({ error: 'store-unavailable', request: request.id })
    }
    const status = error.statusCode ?? 500
    if (status >= 400 && status < 500) {
      return reply.code(status).send({ error: wordFor(status), request: request.id })
    }
    log.error({ request: request.id, route: request.routeOptions.url ?? null, err: error }, 'request failed')
    return reply.code(500).send({ error: 'internal', request: request.id })
  })
}

function wordFor(status: number): string {
  switch (status) {
    case 413:
      return 'too-large'
    case 415:
      return 'unsupported-type'
    default:
      return 'bad-request'
  }
}
