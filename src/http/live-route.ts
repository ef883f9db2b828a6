/** `GET /live`: this process answers. Whoever restarts processes asks here, so that an outage of the store restarts nobody. */
import type { FastifyInstance } from 'fastify'

export function addLiveRoute(server: FastifyInstance): void {
  server.get('/live', async (_, reply) => reply.header('cache-control', 'no-store').send({ live: true }))
}
