/**
 * Repositories over HTTP, served by git's own `http-backend`: what clones and pushes here, clones and pushes at GitHub.
 * An App reads unless it may write contents; people push with their token as password.
 */
import type { ServerResponse } from 'node:http'
import { createGunzip } from 'node:zlib'
import { may, reading, sees, writing } from '../access/access.ts'
import { actorOf, type Caller, readCaller } from '../access/caller.ts'
import type { Faults } from '../faults/faults.ts'
import { callerName } from '../http/caller-key.ts'
import { Refusal } from '../http/refusal.ts'
import type { LoggedRequest } from '../http/request-log.ts'
import { type Exchange, meetFault } from '../http/server.ts'
import { moveBranch } from '../repositories/push.ts'
import { inTurn, type Repository } from '../repositories/repository.ts'
import type { World } from '../world/world.ts'

export interface GitHttpParts {
  readonly world: World
  readonly faults: Faults
  log(entry: LoggedRequest): void
}

const gitPath = /^\/([\w.-]+\/[\w.-]+?)(?:\.git)?(\/(?:info\/refs|git-upload-pack|git-receive-pack))$/

export function isGitPath(path: string): boolean {
  return gitPath.test(path)
}

export async function answerGit(parts: GitHttpParts, exchange: Exchange): Promise<void> {
  const { world, faults, log } = parts
  const { incoming, outgoing, url } = exchange
  const [, fullName = '', operation = ''] = gitPath.exec(url.pathname) ?? []
  const path = `/git/${fullName}${operation}`
  const method = incoming.method ?? 'GET'
  const beganMs = world.clock()
  const { fault, stop } = await meetFault(faults, exchange, method, path)
  const wants: string[] = []
  const note = (caller: string, status: number) =>
    log({
      wants,
      beganMs,
      atMs: world.clock(),
      caller,
      method,
      route: `/git${operation}`,
      path,
      status,
      wasFree: false,
      fault: fault?.kind ?? null,
    })
  if (stop) return note('', 0)
  const refuse = (caller: string, status: number, words: string) => {
    note(caller, status)
    const ask = status === 401 ? { 'www-authenticate': 'Basic realm="GitHub"' } : {}
    outgoing.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...ask }).end(`${words}\n`)
  }
  if (fault?.kind === 'error-before') return refuse('', fault.status ?? 502, 'Server Error')
  const caller = callerOf(world, incoming.headers.authorization)
  if (caller === null) return refuse('', 401, 'Invalid username or token.')
  const repository = world.repositories.get(fullName.toLowerCase())
  if (repository === undefined || !sees(caller, repository)) {
    const isAnonymous = caller.kind === 'anonymous'
    return refuse(callerName(caller), isAnonymous ? 401 : 404, 'Repository not found.')
  }
  const isPush = operation === '/git-receive-pack' || url.searchParams.get('service') === 'git-receive-pack'
  if (!may(caller, repository, isPush ? writing('contents') : reading('contents'))) {
    const isAnonymous = caller.kind === 'anonymous'
    return refuse(callerName(caller), isAnonymous ? 401 : 403, 'Write access to repository not granted.')
  }
  const serve = (before: () => Promise<void>) =>
    runBackend({ world, exchange, repository, operation, user: callerName(caller), wants, beforeEnd: before })
  if (!isPush || method !== 'POST') await serve(async () => {})
  else await inTurn(repository, () => serve(() => noticePush(world, repository, caller)))
  note(callerName(caller), outgoing.statusCode)
}

function callerOf(world: World, authorization: string | undefined): Caller | null {
  try {
    const caller = readCaller(world, authorization)
    return caller.kind === 'app' ? null : caller
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/** Before the client hears of it, so that who has pushed finds the pull request synchronized. */
async function noticePush(world: World, repository: Repository, caller: Caller): Promise<void> {
  if (caller.kind === 'anonymous' || caller.kind === 'app') return
  const by = actorOf(caller)
  for (const { name, before, after } of await repository.git.reloadRefs()) {
    if (!name.startsWith('refs/heads/')) continue
    await moveBranch(world, { repository, branch: name.slice('refs/heads/'.length), before, after, by })
  }
}

interface Backend {
  readonly world: World
  readonly exchange: Exchange
  readonly repository: Repository
  readonly operation: string
  readonly user: string
  /** What the client asks for by name is added to it. */
  readonly wants: string[]
  readonly beforeEnd: () => Promise<void>
}

function runBackend({
  world,
  exchange,
  repository,
  operation,
  user,
  wants,
  beforeEnd,
}: Backend): Promise<void> {
  const { incoming, outgoing, url, signal } = exchange
  const { headers } = incoming
  const child = world.git.start(['http-backend'], {
    GIT_PROJECT_ROOT: repository.git.directory,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: operation,
    REQUEST_METHOD: incoming.method ?? 'GET',
    QUERY_STRING: url.search.slice(1),
    CONTENT_TYPE: headers['content-type'] ?? '',
    REMOTE_USER: user,
    REMOTE_ADDR: '127.0.0.1',
    GIT_PROTOCOL: String(headers['git-protocol'] ?? ''),
  })
  const isZipped = headers['content-encoding'] === 'gzip'
  const body = isZipped ? incoming.pipe(createGunzip()) : incoming
  const { stdin, stdout, stderr } = child
  if (stdin === null || stdout === null) return Promise.reject(new Error('git http-backend has no pipes'))
  stdin.on('error', () => {})
  body.on('error', () => stdin.end())
  if (operation === '/git-upload-pack') body.on('data', listenForWants(wants))
  body.pipe(stdin)
  stderr?.resume()
  const abort = () => child.kill('SIGKILL')
  signal.addEventListener('abort', abort)
  return new Promise((resolve, reject) => {
    let head = Buffer.alloc(0)
    let isHeadSent = false
    stdout.on('data', (chunk: Buffer) => {
      if (isHeadSent) return void outgoing.write(chunk)
      head = Buffer.concat([head, chunk])
      const end = head.indexOf('\r\n\r\n')
      if (end === -1) return
      isHeadSent = true
      sendHead(outgoing, head.subarray(0, end).toString('latin1'))
      outgoing.write(head.subarray(end + 4))
    })
    child.once('error', reject)
    child.once('close', () => {
      signal.removeEventListener('abort', abort)
      if (!isHeadSent && !outgoing.destroyed) outgoing.writeHead(500)
      beforeEnd()
        .finally(() => outgoing.end())
        .then(resolve, reject)
    })
  })
}

/** `want NAME` stands at the beginning of a packet, which may be cut in two on its way. */
function listenForWants(wants: string[]): (chunk: Buffer) => void {
  let rest = ''
  return (chunk) => {
    const text = rest + chunk.toString('latin1')
    const found = [...text.matchAll(/want ([0-9a-f]{40})/g)]
    wants.push(...found.map(([, name = '']) => name))
    const last = found.at(-1)
    rest = text.slice(
      Math.max(text.length - wantLength + 1, last === undefined ? 0 : last.index + wantLength),
    )
  }
}

const wantLength = 'want '.length + 40

function sendHead(outgoing: ServerResponse, text: string): void {
  const headers = text.split('\r\n').map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const
  })
  const status = headers.find(([name]) => name.toLowerCase() === 'status')?.[1]
  const rest = headers.filter(([name]) => name.toLowerCase() !== 'status')
  outgoing.writeHead(status === undefined ? 200 : Number.parseInt(status, 10), Object.fromEntries(rest))
}
