/** The server that GitHub and the supervisors of this process talk to. */
import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { probeApp } from '../domain/delivery/probe-app.ts'
import type { AcceptDelivery } from '../ingest/accept-delivery.ts'
import type { Clock } from '../ports/clock/clock.ts'
import type { Log } from '../ports/log/log.ts'
import type { Meter } from '../ports/meter/meter.ts'
import { answerErrors } from './answer-errors.ts'
import { createBodyBudget } from './body-budget.ts'
import { createHealth, type HealthPart } from './health.ts'
import { addHealthRoute } from './health-route.ts'
import type { HttpSettings } from './http-settings.ts'
import { addLiveRoute } from './live-route.ts'
import { addReadyRoute } from './ready-route.ts'
import { addWebhookRoute } from './webhook-route.ts'

export interface HttpServerParts {
  readonly accept: AcceptDelivery
  /** The part called `store` is what webhooks cannot do without. */
  readonly health: readonly HealthPart[]
  readonly settings: HttpSettings
  readonly clock: Clock
  readonly log: Log
  readonly meter: Meter
}

export interface HttpServer {
  /** For routes of others, before `listen`. */
  readonly routes: FastifyInstance
  /** @returns where it can be reached */
  listen(): Promise<{ readonly host: string; readonly port: number }>
  /** From now on `/ready` says no, so that whoever distributes webhooks sends them elsewhere; they are still taken. */
  announceEnd(): void
  /** Answers what is under way, refuses what comes, closes. */
  close(): Promise<void>
}

/** Requests of one connection, so that connections spread over processes again after a scaling. */
const requestsPerConnectionMax = 100_000
/** How often connections are looked at for being too slow. */
const lookAtConnectionsMs = 1_000

export function createHttpServer(parts: HttpServerParts): HttpServer {
  const { accept, health, settings, clock, log, meter } = parts
  const server = fastify({
    logger: false,
    trustProxy: settings.trustedProxies.length > 0 && [...settings.trustedProxies],
    bodyLimit: settings.bodyBytesMax,
    requestTimeout: settings.requestTimeoutMs,
    keepAliveTimeout: settings.keepAliveTimeoutMs,
    connectionTimeout: settings.requestTimeoutMs + settings.answerTimeoutMs,
    maxRequestsPerSocket: requestsPerConnectionMax,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 100 },
    http: {
      headersTimeout: settings.headersTimeoutMs,
      connectionsCheckingInterval: lookAtConnectionsMs,
    },
  })
  server.server.maxConnections = settings.connectionsMax
  let isDraining = false
  takeRawBodies(server)
  answerErrors(server, log)
  server.addHook('onSend', async (request, reply) => {
    if (isDraining) reply.header('connection', 'close')
    reply.header('x-request-id', request.id)
  })
  server.addHook('onResponse', async (request, reply) => {
    const route = routeLabel(request)
    const { statusCode, elapsedTime } = reply
    meter.observe('autogen_http_request_duration_seconds', elapsedTime / 1_000, {
      route,
      status: String(statusCode),
    })
    meter.count('autogen_http_requests_total', { route, class: `${Math.floor(statusCode / 100)}xx` })
  })
  const askHealth = createHealth({ parts: health, clock })
  addWebhookRoute(server, {
    accept,
    budget: createBodyBudget(settings.bodyBytesInFlightMax, settings.bodyBytesMax),
    answerTimeoutMs: settings.answerTimeoutMs,
  })
  addHealthRoute(server, askHealth)
  addReadyRoute(server, {
    isDraining: () => isDraining,
    failing: async () => ((await askHealth()).parts.store?.status === 'failing' ? ['store'] : []),
  })
  addLiveRoute(server)
  return {
    routes: server,
    listen: async () => {
      await server.listen({ host: settings.host, port: settings.port })
      const { address, port } = server.server.address() as AddressInfo
      return { host: address, port }
    },
    announceEnd: () => {
      isDraining = true
    },
    close: async () => {
      isDraining = true
      await server.close()
    },
  }
}

/** The pattern, never the address: a stranger could make as many as he likes. The API's routes are two. */
function routeLabel({ routeOptions: { url: pattern, config }, params }: FastifyRequest): string {
  if (pattern === undefined) return 'none'
  if ((params as { readonly app?: string } | undefined)?.app === probeApp) return '/probe'
  if (!/^\/api(?:\/|$)/.test(pattern)) return pattern
  return config.runsSteps === true ? '/api/steps' : '/api'
}

/** Whatever they call themselves: bodies are bytes here, because a signature is over bytes. */
function takeRawBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
}
