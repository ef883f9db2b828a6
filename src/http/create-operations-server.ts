/** What supervisors and Prometheus ask of a process, on a port that the world does not reach. */
import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import type { Clock } from '../ports/clock/clock.ts'
import type { Log } from '../ports/log/log.ts'
import { answerErrors } from './answer-errors.ts'
import { createHealth, type HealthPart } from './health.ts'
import { addHealthRoute } from './health-route.ts'
import { addLiveRoute } from './live-route.ts'

export interface OperationsParts {
  readonly health: readonly HealthPart[]
  readonly render: () => Promise<{ readonly text: string; readonly type: string }>
  readonly clock: Clock
  readonly log: Log
}

export interface OperationsServer {
  /** @returns where it can be reached */
  listen(address: { readonly host: string; readonly port: number }): Promise<{ host: string; port: number }>
  close(): Promise<void>
}

export function createOperationsServer({ health, render, clock, log }: OperationsParts): OperationsServer {
  const server = fastify({
    logger: false,
    bodyLimit: 1_024,
    requestTimeout: 10_000,
    forceCloseConnections: true,
  })
  answerErrors(server, log)
  addHealthRoute(server, createHealth({ parts: health, clock }))
  addLiveRoute(server)
  server.get('/metrics', async (_, reply) => {
    const { text, type } = await render()
    return reply.type(type).send(text)
  })
  return {
    async listen(address) {
      await server.listen(address)
      const { address: host, port } = server.server.address() as AddressInfo
      return { host, port }
    },
    close: () => server.close(),
  }
}
