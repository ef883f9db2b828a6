/** A server that takes webhooks and keeps them, for tests. */
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What tests look at; the rest they match as a whole. */
export interface WebhookBody {
  readonly action?: string
  readonly before?: string
  readonly after?: string
  readonly pull_request?: Readonly<Record<string, unknown>>
}

export interface ReceivedWebhook {
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly body: WebhookBody
  /** `pull_request.opened` */
  readonly name: string
}

export interface WebhookReceiver {
  readonly url: string
  readonly received: ReceivedWebhook[]
  /** What it answers from now on; 202 at first. `silent` answers nothing. */
  answerWith(status: number | 'silent'): void
  close(): Promise<void>
}

export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = []
  let status: number | 'silent' = 202
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8')
      const body = JSON.parse(text) as WebhookBody
      const event = String(incoming.headers['x-github-event'])
      received.push({
        headers: incoming.headers,
        text,
        body,
        name: body.action === undefined ? event : `${event}.${body.action}`,
      })
      if (status !== 'silent') outgoing.writeHead(status).end('noted')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`,
    received,
    answerWith: (next) => {
      status = next
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
