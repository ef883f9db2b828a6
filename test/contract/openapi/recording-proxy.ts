/** Stands between a client and a simulated GitHub, hands everything on, and keeps what goes over the REST API. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Exchange } from './github-description.ts'

export interface RecordingProxy {
  readonly url: string
  readonly exchanges: readonly Exchange[]
  close(): Promise<void>
}

const restRoot = '/api/v3'

export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const exchanges: Exchange[] = []
  const server = createServer((incoming, outgoing) => {
    handOn(target, incoming, outgoing)
      .then((exchange) => {
        if (exchange !== null) exchanges.push(exchange)
      })
      .catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    exchanges,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Of this connection only, or wrong for a body that was read as a whole. */
const ownHeaders: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'keep-alive',
  'transfer-encoding',
  'expect',
])

async function handOn(
  target: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<Exchange | null> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk)
  const sent = Buffer.concat(chunks)
  const method = incoming.method ?? 'GET'
  const headers = Object.entries(incoming.headers)
    .filter(([name]) => !ownHeaders.has(name))
    .map(([name, value]): [string, string] => [name, String(value)])
  const answer = await fetch(`${target}${incoming.url}`, {
    method,
    headers,
    redirect: 'manual',
    ...(sent.length === 0 ? {} : { body: sent }),
  })
  const bytes = Buffer.from(await answer.arrayBuffer())
  outgoing.writeHead(
    answer.status,
    Object.fromEntries([...answer.headers].filter(([name]) => !ownHeaders.has(name))),
  )
  outgoing.end(bytes)
  const { pathname } = new URL(`${target}${incoming.url}`)
  if (!pathname.startsWith(`${restRoot}/`)) return null
  const isJson = answer.headers.get('content-type')?.startsWith('application/json') ?? false
  const text = bytes.toString('utf8')
  return {
    method,
    path: pathname.slice(restRoot.length),
    request: sent.length === 0 ? undefined : (JSON.parse(sent.toString('utf8')) as unknown),
    status: answer.status,
    isJson,
    answer: text === '' ? undefined : isJson ? (JSON.parse(text) as unknown) : text,
  }
}
