/** The HTTP side: who asks, what goes wrong on purpose, limits, then the route, git or GraphQL. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Faults, RequestFault } from '../faults/faults.ts'

export interface HttpServer {
  readonly url: string
  close(): Promise<void>
}

export interface Exchange {
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
  readonly url: URL
  /** Aborted when the client has gone or everything closes. */
  readonly signal: AbortSignal
}

export type Respond = (exchange: Exchange) => Promise<void>

/** The answer comes late, but the handler comes at once: it is told the URL only after listening. */
export async function startHttpServer(createRespond: (url: string) => Respond): Promise<HttpServer> {
  const closing = new AbortController()
  let respond: Respond = async () => {}
  const server = createServer((incoming, outgoing) => {
    const gone = new AbortController()
    outgoing.once('close', () => gone.abort())
    const url = new URL(incoming.url ?? '/', 'http://localhost')
    const signal = AbortSignal.any([gone.signal, closing.signal])
    respond({ incoming, outgoing, url, signal }).catch((error: unknown) => {
      if (outgoing.headersSent) {
        outgoing.destroy()
        return
      }
      outgoing.writeHead(500, { 'content-type': 'application/json; charset=utf-8' })
      outgoing.end(JSON.stringify({ message: `the simulated GitHub has a bug: ${String(error)}` }))
    })
  })
  server.keepAliveTimeout = 30_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  respond = createRespond(url)
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        closing.abort()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** @returns the fault, after what comes before the answer: a delay, a hang, a broken connection. `stop`: no more to do. */
export async function meetFault(
  faults: Faults,
  { outgoing, signal }: Exchange,
  method: string,
  path: string,
): Promise<{ readonly fault: RequestFault | null; readonly stop: boolean }> {
  const fault = faults.takeForRequest(method, path)
  switch (fault?.kind) {
    case 'slow':
      await pause(fault.delayMs ?? 1_000, signal)
      return { fault, stop: signal.aborted }
    case 'hang-before':
      return { fault, stop: true }
    case 'reset':
      outgoing.socket?.resetAndDestroy()
      return { fault, stop: true }
    default:
      return { fault, stop: false }
  }
}

function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, delayMs)
    signal.addEventListener('abort', end)
  })
}

export async function readBytes(incoming: IncomingMessage, bytesMax: number): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= bytesMax) chunks.push(chunk)
  }
  return size > bytesMax ? null : Buffer.concat(chunks)
}
