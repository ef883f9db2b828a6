/** The port for operators: `/metrics`, and the probes of processes that take no webhooks. */
import { createOperationsServer } from '../../http/create-operations-server.ts'
import type { HealthPart } from '../../http/health.ts'
import type { Backbone } from './backbone.ts'
import { clock } from './open-backbone.ts'

export interface Operations {
  /** Null when the port is taken: the service goes on without. */
  readonly url: string | null
  readonly close: () => Promise<void>
}

export async function startOperations(
  { config, meter, log }: Backbone,
  health: readonly HealthPart[],
): Promise<Operations> {
  const server = createOperationsServer({ health, render: () => meter.render(), clock, log })
  const address = { host: config.http.host, port: config.metrics.port }
  try {
    const { host, port } = await server.listen(address)
    return { url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`, close: () => server.close() }
  } catch (error) {
    const remedy = 'Give each process of this machine its own AUTOGEN_METRICS_PORT; 0 takes any free one.'
    log.warn({ ...address, reason: (error as Error).message, remedy }, 'metrics cannot be served')
    await server.close()
    return { url: null, close: async () => {} }
  }
}
