/** Where the pages of a drill arrive: a server such as an operator would write, which checks each signature. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { signWebhook } from '../../src/adapters/notify/webhook.ts'

export interface Page {
  readonly kind: string
  readonly severity: string
  readonly title: string
  readonly text: string
  readonly incident: number | null
  /** Milliseconds since the epoch, of the machine. */
  readonly atMs: number
}

export interface Pager {
  readonly url: string
  readonly secret: string
  readonly pages: readonly Page[]
  /** Messages whose signature was wrong. */
  readonly refused: () => number
  close(): Promise<void>
}

export async function startPager(): Promise<Pager> {
  const secret = 'the secret of this pager alone'
  const pages: Page[] = []
  let refused = 0
  const server = createServer(async (request, response) => {
    const body = await text(request)
    const timestamp = String(request.headers['x-autogen-timestamp'])
    const expected = `sha256=${signWebhook(secret, timestamp, body)}`
    if (request.headers['x-autogen-signature-256'] !== expected) {
      refused += 1
      response.writeHead(401).end()
      return
    }
    const { kind, severity, title, text: words, incident } = JSON.parse(body) as Omit<Page, 'atMs'>
    pages.push({ kind, severity, title, text: words, incident, atMs: Date.now() })
    response.writeHead(204).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/page`,
    secret,
    pages,
    refused: () => refused,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
