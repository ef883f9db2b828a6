/**
 * The API under `/api/v1`, in a room of its own on the server that takes webhooks: bodies are bounded JSON here, errors
 * are problems, nobody gets in without a token, and no other site's scripts read an answer.
 */
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import type { Authenticator } from '../../ops/access/authenticate.ts'
import type { Log } from '../../ports/log/log.ts'
import { createAddRoute } from './add-route.ts'
import { answerProblems } from './answer-problems.ts'
import { createAuthoriser } from './authorise.ts'
import { describeApi } from './describe-api.ts'
import type { Operations } from './operations.ts'
import { addAccessRoutes } from './routes/access.ts'
import { addAlertmanagerRoute } from './routes/alertmanager.ts'
import { addAlertRoutes } from './routes/alerts.ts'
import { addAuditRoutes } from './routes/audit.ts'
import { addCostRoutes } from './routes/costs.ts'
import { addHealthSummaryRoute } from './routes/health.ts'
import { addIncidentRoutes } from './routes/incidents.ts'
import { addIndicatorRoutes } from './routes/indicators.ts'
import { addKpiRoutes } from './routes/kpis.ts'
import { addMaintenanceRoutes } from './routes/maintenance.ts'
import { addMemoryRoutes } from './routes/memory.ts'
import { addMitigationRoutes } from './routes/mitigations.ts'
import { addNotificationRoutes } from './routes/notifications.ts'
import { addOpenApiRoute } from './routes/open-api.ts'
import { addRunbookRoutes } from './routes/runbook.ts'
import { addSessionRoutes } from './routes/session.ts'
import { serialiserCompiler } from './serialise.ts'
import { checkingCompiler } from './validate.ts'

export interface ApiParts {
  readonly operations: Operations
  readonly authenticator: Authenticator
  readonly log: Log
  /** Requests of one address in a minute. */
  readonly requestsMax?: number
}

export const apiPrefix = '/api/v1'

const requestsMaxDefault = 1_200
const bodyBytesMax = 65_536

export function addApi(server: FastifyInstance, parts: ApiParts): void {
  server.register((api) => openRoom(api, parts), { prefix: apiPrefix })
}

async function openRoom(api: FastifyInstance, parts: ApiParts): Promise<void> {
  const { operations, authenticator, log, requestsMax = requestsMaxDefault } = parts
  takeJson(api)
  api.setValidatorCompiler(checkingCompiler)
  api.setSerializerCompiler(serialiserCompiler(log))
  answerProblems(api, log)
  api.addHook('onRequest', async (request, reply) => {
    reply.headers({ ...securityHeaders, 'x-request-id': request.id })
  })
  await api.register(rateLimit, { max: requestsMax, timeWindow: 60_000, cache: 10_000 })
  await api.register(swagger, describeApi())
  const authoriser = createAuthoriser(authenticator)
  const add = createAddRoute(api, authoriser)
  addOpenApiRoute(api)
  addSessionRoutes(api, add, authenticator)
  addHealthSummaryRoute(add, operations)
  addIndicatorRoutes(add, operations)
  addKpiRoutes(add, operations)
  addCostRoutes(add, operations)
  addAlertRoutes(add, operations.alerts)
  addAlertmanagerRoute(add, operations)
  addIncidentRoutes(add, operations.incidents)
  addNotificationRoutes(add, operations.notifications)
  addRunbookRoutes(add, operations.runbook)
  addMaintenanceRoutes(add, operations.maintenance)
  addMemoryRoutes(add, operations.memory)
  addMitigationRoutes(add, operations.mitigations)
  addAuditRoutes(add, operations.audit)
  addAccessRoutes(add, operations.tokens)
}

/** The server's parser gives bytes, for signatures; here a body is JSON or nothing. */
function takeJson(api: FastifyInstance): void {
  api.removeAllContentTypeParsers()
  const parse = api.getDefaultJsonParser('error', 'error')
  api.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: bodyBytesMax },
    (request, text, done) => {
      if (text.length === 0) done(null, undefined)
      else parse(request, String(text), done)
    },
  )
}

/** Answers are data for whoever asked: not for frames, other sites, or caches. */
const securityHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const
