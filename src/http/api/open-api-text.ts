/** The description as a file: the routes are made, and never called. */
import fastify from 'fastify'
import { silentLog } from '../../ports/log/silent-log.ts'
import { addApi, apiPrefix } from './add-api.ts'
import type { Operations } from './operations.ts'

export async function openApiText(): Promise<string> {
  const server = fastify()
  addApi(server, { operations: uncalled as Operations, authenticator: uncalled as never, log: silentLog })
  try {
    const answer = await server.inject({ method: 'GET', url: `${apiPrefix}/openapi.json` })
    return `${JSON.stringify(JSON.parse(answer.body), null, 2)}\n`
  } finally {
    await server.close()
  }
}

/** Stands for every use case. */
const uncalled: unknown = new Proxy(() => {}, { get: () => uncalled })
