/** `GET /ready`: whether webhooks should be sent here. Not while it drains, and not while they could not be stored. */
import type { FastifyInstance } from 'fastify'

export interface Readiness {
  readonly isDraining: () => boolean
  /** Names the parts that webhooks cannot do without and that fail. */
  readonly failing: () => Promise<readonly string[]>
}

export function addReadyRoute(server: FastifyInstance, { isDraining, failing }: Readiness): void {
  server.get('/ready', async (_, reply) => {
    const reasons = isDraining() ? ['draining'] : await failing()
    return reply
      .code(reasons.length === 0 ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(reasons.length === 0 ? { ready: true } : { ready: false, reasons })
  })
}
