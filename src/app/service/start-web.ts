/** The web role: takes webhooks in. */
import { randomBytes } from 'node:crypto'
import { type Outcome, succeed } from '../../domain/outcome.ts'
import type { AppName } from '../../domain/repository/repository.ts'
import { addAckRoute } from '../../http/ack-route.ts'
import { addApi } from '../../http/api/add-api.ts'
import { createHttpServer } from '../../http/create-http-server.ts'
import type { HealthPart } from '../../http/health.ts'
import { defaultHttpSettings } from '../../http/http-settings.ts'
import { createAcceptDelivery } from '../../ingest/accept-delivery.ts'
import { createEnqueuer, type Enqueuer } from '../../ingest/enqueuer.ts'
import { openAckLinks } from './answer-pages.ts'
import type { Backbone, StartFailure } from './backbone.ts'
import { clock } from './open-backbone.ts'
import { openAuthenticator } from './operate/access.ts'
import { openRunbook } from './operate/runbook.ts'
import { openOperations } from './operations.ts'
import { openIncidents } from './watch/incidents.ts'
import { startIngestWatch } from './watch/ingest-watch.ts'

export interface Web {
  readonly enqueuer: Enqueuer
  readonly url: string
  /** From now on balancers send webhooks elsewhere. */
  announceEnd(): void
  /** Answers what is under way, and brings what was taken in into the queue. */
  close(): Promise<void>
}

export interface WebParts {
  readonly backbone: Backbone
  /** The App's slug, once the host has told it. */
  readonly botName: (app: AppName) => string | null
  /** What else of this process has to be well. */
  readonly health: readonly HealthPart[]
}

export async function startWeb({ backbone, botName, health }: WebParts): Promise<Outcome<Web, StartFailure>> {
  const { config, store, queue, log, meter } = backbone
  const probeSecret = randomBytes(32).toString('hex')
  const enqueuer = createEnqueuer({ queue, clock, log })
  const accept = createAcceptDelivery({
    apps: config.apps.map(({ name, id, webhookSecrets }) => ({
      name,
      id,
      secrets: webhookSecrets,
      botName: () => botName(name),
    })),
    inbox: store.inbox,
    journal: backbone.security.journal,
    tracer: backbone.tracer,
    enqueue: (entries) => enqueuer.enqueue(entries),
    probeSecret,
    clock,
    log,
    meter,
  })
  if (!accept.ok) return accept
  const server = createHttpServer({
    accept: accept.value,
    health: [...health, queueHealth(enqueuer)],
    settings: { ...defaultHttpSettings, ...config.http },
    clock,
    log,
    meter,
  })
  const stopping = new AbortController()
  const incidents = openIncidents(backbone, stopping.signal)
  addApi(server.routes, {
    operations: openOperations({
      backbone,
      health: [...health, queueHealth(enqueuer)],
      incidents,
      runbook: openRunbook(backbone),
    }),
    authenticator: openAuthenticator(backbone),
    log,
  })
  addAckRoute(server.routes, { links: openAckLinks(backbone, incidents) })
  const { host, port } = await server.listen()
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  // Also when others evaluate the alerts: theirs ask for it.
  const watch = startIngestWatch(backbone, url, probeSecret)
  return succeed({
    enqueuer,
    url,
    announceEnd: () => server.announceEnd(),
    async close() {
      stopping.abort()
      await watch.stop()
      await server.close()
      await incidents.settled()
      await enqueuer.drain()
    },
  })
}

function queueHealth(enqueuer: Enqueuer): HealthPart {
  return {
    name: 'queue',
    isVital: true,
    async check() {
      const { canEnqueue, lastFailure } = enqueuer.health()
      return canEnqueue
        ? { ok: true }
        : { ok: false, reason: lastFailure?.message ?? 'The queue takes no entries.' }
    },
  }
}
