/** `GET /health`: whether the service can do its job, part by part. 503 when a vital part cannot. */
import type { FastifyInstance } from 'fastify'
import type { Health } from './health.ts'

export function addHealthRoute(server: FastifyInstance, health: () => Promise<Health>): void {
  server.get('/health', async (_, reply) => {
    const found = await health()
    return reply
      .code(found.status === 'failing' ? 503 : 200)
      .header('cache-control', 'no-store')
      .send(found)
  })
}
