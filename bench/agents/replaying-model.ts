/**
 * The scripted model as a program that costs nothing while it is measured beside: it thinks about a request once, then
 * gives the same bytes again, at once or after a time. A request that was never seen in a later round is told as such,
 * because the product's requests have to be the same for the same change.
 */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startScriptedModel } from '../../sim/model/scripted-model.ts'
import type { FromModel, Served, ToModel } from './model-messages.ts'

interface Reply {
  readonly status: number
  readonly bytes: Buffer
}

const model = await startScriptedModel({ scenario: join(import.meta.dirname, 'scenario.yaml') })
const replies = new Map<string, Promise<Reply>>()
let served: Served[] = []
let takesMs = 0

const server = createServer((incoming, outgoing) => {
  respond(incoming, outgoing).catch(() => outgoing.destroy())
})
server.listen(0, '127.0.0.1', () => {
  tell({ kind: 'ready', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
})
process.on('message', (message: ToModel) => {
  if (message.kind === 'take') takesMs = message.ms
  else {
    tell({ kind: 'told', served })
    served = []
  }
})
process.once('disconnect', () => process.exit(0))

async function respond(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const from = Number(process.hrtime.bigint())
  const chunks: Buffer[] = []
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk)
  const body = Buffer.concat(chunks)
  const key = createHash('sha256').update(`${incoming.url}\0`).update(body).digest('hex')
  const isKnown = replies.has(key)
  const reply = replies.get(key) ?? think(incoming, body)
  replies.set(key, reply)
  const [{ status, bytes }] = await Promise.all([reply, takesMs === 0 ? null : sleep(takesMs)])
  outgoing.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length })
  // Before the bytes leave: what the client does with them is its own time.
  served.push({ from, to: Number(process.hrtime.bigint()), isKnown })
  outgoing.end(bytes)
}

async function think({ url = '/' }: IncomingMessage, body: Buffer): Promise<Reply> {
  const response = await fetch(model.url + url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: new Uint8Array(body),
  })
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) }
}

function tell(message: FromModel): void {
  process.send?.(message)
}
