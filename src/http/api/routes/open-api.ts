/** `GET /api/v1/openapi.json`: the description of everything else. It holds no secret, so anybody may read it. */
import type { FastifyInstance } from 'fastify'

export function addOpenApiRoute(api: FastifyInstance): void {
  api.route({
    method: 'GET',
    url: '/openapi.json',
    schema: { hide: true },
    handler: async (_, reply) =>
      reply.type('application/json; charset=utf-8').send(JSON.stringify(api.swagger())),
  })
}
