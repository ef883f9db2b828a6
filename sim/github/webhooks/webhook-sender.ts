/**
 * Sends webhooks the way GitHub does: once, with ten seconds for the answer, never again by itself, in no promised
 * order. Every attempt is in the App's list of deliveries, whatever came of it.
 */
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { App } from '../apps/app.ts'
import type { Faults } from '../faults/faults.ts'
import type { Ids } from '../world/ids.ts'
import { type Delivery, deliveriesKeptMs } from './delivery.ts'
import { signatures } from './sign.ts'

export interface Webhook {
  readonly app: App
  readonly event: string
  readonly action: string | null
  readonly installationId: number | null
  readonly repositoryId: number | null
  readonly payload: string
}

export interface WebhookSender {
  send(webhook: Webhook): void
  redeliver(delivery: Delivery): void
  /** Resolves when nothing is on its way any more. */
  settled(): Promise<void>
  close(): Promise<void>
}

export interface WebhookSenderOptions {
  readonly ids: Ids
  readonly clock: () => number
  readonly uuid: () => string
  readonly faults: Faults
  readonly timeoutMs: number
}

/** An overtaken delivery waits for this long at most for another to pass it. */
const overtakenMaxMs = 200

export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const { ids, clock, faults, uuid, timeoutMs } = options
  const underway = new Set<Promise<void>>()
  const stop = new AbortController()
  const overtaken: (() => void)[] = []

  const attempt = (webhook: Webhook, guid: string, isRedelivery: boolean): void => {
    if (webhook.app.webhookUrl === null || stop.signal.aborted) return
    const isCorrupt = faults.takeForWebhook('corrupt-signature', webhook.event)
    const delivery = newDelivery(webhook, guid, isRedelivery, isCorrupt)
    keep(webhook.app, delivery)
    const isDropped = !isRedelivery && faults.takeForWebhook('drop-delivery', webhook.event)
    const work = (isDropped ? drop(delivery) : post(delivery, timeoutMs, stop.signal)).finally(() =>
      underway.delete(work),
    )
    underway.add(work)
  }
  const newDelivery = (
    webhook: Webhook,
    guid: string,
    isRedelivery: boolean,
    isCorrupt: boolean,
  ): Delivery => ({
    ...webhook,
    id: ids.nextDelivery(),
    guid,
    isRedelivery,
    deliveredMs: clock(),
    url: webhook.app.webhookUrl ?? '',
    requestHeaders: headersOf(webhook, guid, isCorrupt),
    status: '',
    statusCode: 0,
    durationMs: 0,
    responseHeaders: {},
    responseBody: '',
  })
  const keep = (app: App, delivery: Delivery): void => {
    const oldest = clock() - deliveriesKeptMs
    while ((app.deliveries[0]?.deliveredMs ?? oldest) < oldest) app.deliveries.shift()
    app.deliveries.push(delivery)
  }
  const hold = (go: () => void): void => {
    const once = () => {
      clearTimeout(timer)
      overtaken.splice(overtaken.indexOf(once), 1)
      finish()
      go()
    }
    let finish = () => {}
    const waiting = new Promise<void>((resolve) => {
      finish = resolve
    }).finally(() => underway.delete(waiting))
    underway.add(waiting)
    const timer = setTimeout(once, overtakenMaxMs)
    overtaken.push(once)
  }
  return {
    send: (webhook) => {
      const guid = uuid()
      if (faults.takeForWebhook('reorder-deliveries', webhook.event))
        return hold(() => attempt(webhook, guid, false))
      attempt(webhook, guid, false)
      if (faults.takeForWebhook('duplicate-delivery', webhook.event)) attempt(webhook, guid, false)
      for (const go of [...overtaken]) go()
    },
    redeliver: (delivery) => attempt(delivery, delivery.guid, true),
    settled: async () => {
      while (underway.size > 0) await Promise.all(underway)
    },
    close: async () => {
      stop.abort()
      for (const go of [...overtaken]) go()
      await Promise.all(underway)
    },
  }
}

function headersOf(
  { app, event, payload }: Webhook,
  guid: string,
  isCorrupt: boolean,
): Record<string, string> {
  return {
    Accept: '*/*',
    'Content-Type': 'application/json',
    'User-Agent': 'GitHub-Hookshot/5f1a2b3',
    'X-GitHub-Delivery': guid,
    'X-GitHub-Event': event,
    'X-GitHub-Hook-ID': String(app.hookId),
    'X-GitHub-Hook-Installation-Target-ID': String(app.id),
    'X-GitHub-Hook-Installation-Target-Type': 'integration',
    ...signatures(isCorrupt ? `not ${app.webhookSecret}` : app.webhookSecret, payload),
  }
}

async function drop(delivery: Delivery): Promise<void> {
  delivery.status = 'failed to connect to host'
  delivery.statusCode = 502
}

function post(delivery: Delivery, timeoutMs: number, stop: AbortSignal): Promise<void> {
  const started = performance.now()
  return new Promise((resolve) => {
    const end = (status: string, statusCode: number) => {
      clearTimeout(timer)
      delivery.status = status
      delivery.statusCode = statusCode
      delivery.durationMs = performance.now() - started
      resolve()
    }
    const send = delivery.url.startsWith('https:') ? httpsRequest : httpRequest
    const headers = { ...delivery.requestHeaders, 'Content-Length': Buffer.byteLength(delivery.payload) }
    const outgoing = send(delivery.url, { method: 'POST', headers, signal: stop, agent: false }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => {
        if (text.length < 65_536) text += chunk
      })
      answer.once('error', () => end('failed to connect to host', 502))
      answer.once('end', () => {
        const code = answer.statusCode ?? 0
        delivery.responseBody = text
        delivery.responseHeaders = Object.fromEntries(
          Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
        )
        end(code >= 200 && code < 300 ? 'OK' : `Invalid HTTP Response: ${code}`, code)
      })
    })
    const timer = setTimeout(() => {
      end('timed out', 504)
      outgoing.destroy()
    }, timeoutMs)
    outgoing.once('error', () =>
      end(
        delivery.status === 'timed out' ? 'timed out' : 'failed to connect to host',
        delivery.statusCode === 504 ? 504 : 502,
      ),
    )
    outgoing.end(delivery.payload)
  })
}
