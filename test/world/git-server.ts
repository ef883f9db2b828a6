/**
 * A code host that serves real repositories over HTTP through `git http-backend`, asks for a token, keeps what was
 * asked of it, and can be told to misbehave.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createRepository, type Repository } from './repository.ts'

export type Fault =
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'redirect'; readonly to: string }
  /** Answers nothing, and keeps the connection. */
  | { readonly kind: 'hang' }
  /** Ends the connection after so many bytes of a pack. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** Sends so many bytes of a pack, then nothing more. */
  | { readonly kind: 'stall'; readonly afterBytes: number }

export interface Asked {
  readonly method: string
  readonly url: string
  readonly authorization: string | undefined
  readonly headers: IncomingMessage['headers']
  /** Bytes of the answer so far. */
  bytes: number
}

export interface GitServer {
  readonly origin: string
  readonly token: string
  readonly asked: Asked[]
  fault: Fault | null
  /** What the host speaks; v0 knows refs only. */
  protocol: 'v0' | 'v2'
  /** Called with each request before it is answered. */
  onRequest: (asked: Asked) => void
  /** A bare repository under `/owner/name.git`. */
  host(path: string, options?: { readonly sha256?: boolean }): Repository
  urlOf(path: string): string
}

export async function createGitServer(): Promise<GitServer> {
  const root = mkdtempSync(join(tmpdir(), 'autogen-bot-test-host-'))
  const token = `ghs_${'Secret0'.repeat(5)}`
  const asked: Asked[] = []
  const children = new Set<ReturnType<typeof spawn>>()
  const server = createServer((request, response) => {
    const entry: Asked = {
      method: request.method ?? '',
      url: request.url ?? '',
      authorization: request.headers.authorization,
      headers: request.headers,
      bytes: 0,
    }
    asked.push(entry)
    host.onRequest(entry)
    answer(request, response, entry)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const child of children) child.kill('SIGKILL')
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    rmSync(root, { recursive: true, force: true })
  })
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`

  const host: GitServer = {
    origin,
    token,
    asked,
    fault: null,
    protocol: 'v2',
    onRequest: () => {},
    host(path, options = {}) {
      const repository = createRepository({ bare: true, ...options })
      repository.git('config', 'uploadpack.allowFilter', 'true')
      repository.git('config', 'uploadpack.allowAnySHA1InWant', 'true')
      symlinkSync(repository.folder, join(root, fileNameOf(path)))
      return repository
    },
    urlOf: (path) => `${origin}/${path}`,
  }

  function answer(request: IncomingMessage, response: ServerResponse, entry: Asked) {
    const { fault } = host
    if (fault?.kind === 'status') return response.writeHead(fault.status).end('no')
    if (fault?.kind === 'redirect') {
      return response.writeHead(301, { location: fault.to + (request.url ?? '') }).end()
    }
    if (fault?.kind === 'hang') return undefined
    const expected = `Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`
    if (request.headers.authorization !== expected) {
      return response.writeHead(401, { 'www-authenticate': 'Basic realm="GitHub"' }).end()
    }
    return serve(request, response, entry)
  }

  function serve(request: IncomingMessage, response: ServerResponse, entry: Asked) {
    const url = new URL(request.url ?? '', origin)
    const [, owner, name, ...rest] = url.pathname.split('/')
    const child = spawn('git', ['http-backend'], {
      env: {
        PATH: process.env.PATH,
        GIT_PROJECT_ROOT: root,
        GIT_HTTP_EXPORT_ALL: '1',
        GIT_CONFIG_NOSYSTEM: '1',
        HOME: root,
        PATH_INFO: `/${fileNameOf(`${owner}/${name}`)}/${rest.join('/')}`,
        QUERY_STRING: url.search.slice(1),
        REQUEST_METHOD: request.method ?? 'GET',
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
        GIT_PROTOCOL: host.protocol === 'v2' ? String(request.headers['git-protocol'] ?? '') : '',
        REMOTE_USER: 'bot',
      },
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    children.add(child)
    child.once('close', () => children.delete(child))
    child.stdin.on('error', () => {})
    request.pipe(child.stdin)
    let head: Buffer | null = Buffer.alloc(0)
    child.stdout.on('data', (chunk: Buffer) => {
      let body = chunk
      if (head !== null) {
        head = Buffer.concat([head, chunk])
        const end = head.indexOf('\r\n\r\n')
        if (end === -1) return
        writeHead(response, head.toString('latin1', 0, end))
        body = head.subarray(end + 4)
        head = null
      }
      send(response, body, entry)
    })
    child.once('close', () => {
      if (!isHeldBack(entry)) response.end()
    })
    return undefined
  }

  function isHeldBack({ method, bytes }: Asked): boolean {
    return host.fault?.kind === 'stall' && method === 'POST' && bytes > host.fault.afterBytes
  }

  function send(response: ServerResponse, body: Buffer, entry: Asked) {
    const { fault } = host
    entry.bytes += body.length
    const isBounded = (fault?.kind === 'cut' || fault?.kind === 'stall') && entry.method === 'POST'
    if (!isBounded || entry.bytes <= fault.afterBytes) {
      response.write(body)
      return
    }
    const room = Math.max(0, fault.afterBytes - (entry.bytes - body.length))
    response.write(body.subarray(0, room), () => fault.kind === 'cut' && response.destroy())
  }

  return host
}

function writeHead(response: ServerResponse, head: string): void {
  const fields = head.split('\r\n').map((line) => line.split(': ') as [string, string])
  const status = fields.find(([name]) => name === 'Status')?.[1] ?? '200'
  response.writeHead(
    Number(status.slice(0, 3)),
    Object.fromEntries(fields.filter(([name]) => name !== 'Status')),
  )
}

function fileNameOf(path: string): string {
  return `${Buffer.from(path).toString('hex')}.git`
}
