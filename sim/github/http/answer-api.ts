/** One request of REST or GraphQL, from its caller to its answer. */
import { type Caller, readCaller } from '../access/caller.ts'
import type { Faults, RequestFault } from '../faults/faults.ts'
import type { GraphqlEndpoint } from '../graphql/endpoint.ts'
import {
  primaryRefusal,
  type RateLimits,
  type Resource,
  rateLimitHeaders,
  secondaryRefusal,
} from '../limits/rate-limits.ts'
import type { World } from '../world/world.ts'
import { type Body, readBody } from './body.ts'
import { callerKey, callerName } from './caller-key.ts'
import { etagOf, isKnown } from './etag.ts'
import { toJson } from './json.ts'
import { Refusal, refuse, renderRefusal } from './refusal.ts'
import type { LoggedRequest } from './request-log.ts'
import type { ApiAnswer, Method } from './route.ts'
import type { RouteMatch, RouteTable } from './route-table.ts'
import { type Exchange, meetFault, readBytes } from './server.ts'

export interface ApiParts {
  readonly world: World
  readonly routes: RouteTable
  readonly graphql: GraphqlEndpoint
  readonly limits: RateLimits
  readonly faults: Faults
  log(entry: LoggedRequest): void
}

export async function answerApi(parts: ApiParts, exchange: Exchange, path: string): Promise<void> {
  const method = exchange.incoming.method ?? 'GET'
  const beganMs = parts.world.clock()
  const bytes = await readBytes(exchange.incoming, parts.world.sizes.requestBytesMax)
  const { fault, stop } = await meetFault(parts.faults, exchange, method, path)
  const match = parts.routes(method, path)
  const note = (caller: string, status: number, wasFree = false) => {
    const route = match?.route.path ?? path
    const atMs = parts.world.clock()
    parts.log({ beganMs, atMs, caller, method, route, path, status, wasFree, fault: fault?.kind ?? null })
  }
  if (stop) return note('', 0)
  const state: Served = { caller: { kind: 'anonymous' }, wasFree: false }
  const answer = await serve(parts, exchange, { path, bytes, match, fault }, state).catch(asRefusal)
  if (fault?.kind === 'hang-after') return note(callerName(state.caller), 0)
  const sent = fault?.kind === 'error-after' ? serverError(fault) : answer
  note(callerName(state.caller), sent.status, state.wasFree)
  send(exchange, sent, state, parts)
}

/** Learnt on the way, and needed even when the way ends in a refusal. */
interface Served {
  caller: Caller
  wasFree: boolean
}

interface Request {
  readonly path: string
  readonly bytes: Buffer | null
  readonly match: RouteMatch | null
  readonly fault: RequestFault | null
}

async function serve(
  parts: ApiParts,
  exchange: Exchange,
  request: Request,
  state: Served,
): Promise<ApiAnswer> {
  const { world, limits } = parts
  const { incoming } = exchange
  const { fault, match, path } = request
  if (fault?.kind === 'error-before') return serverError(fault)
  state.caller = readCaller(world, incoming.headers.authorization)
  const { caller } = state
  const key = callerKey(caller)
  const resource: Resource = path === '/graphql' ? 'graphql' : 'core'
  refuseByFault(fault, key, resource, world.clock())
  if (request.bytes === null) throw refuse(413, 'Payload too large')
  if (path === '/graphql') return serveGraphql(parts, exchange, request.bytes, caller, key)
  if (match === null) throw refuse(404, 'Not Found')
  const { route, params } = match
  requireKind(caller, route.auth)
  const isFree = route.isFree === true || caller.kind === 'app'
  if (!isFree) limits.checkPrimary(key, resource)
  const points = route.method === 'GET' ? 1 : 5
  const leave = isFree ? () => {} : limits.enter(key, resource, points, route.createsContent === true)
  try {
    const answer = await route.handle({
      method: route.method,
      path,
      params,
      query: exchange.url.searchParams,
      headers: incoming.headers,
      body: parseBody(request.bytes, route.method),
      caller,
    })
    return conditional(route.method, incoming.headers['if-none-match'], answer, state)
  } finally {
    leave()
    if (!isFree && !state.wasFree) limits.spend(key, resource, 1)
  }
}

async function serveGraphql(
  { graphql, limits }: ApiParts,
  { incoming }: Exchange,
  bytes: Buffer,
  caller: Caller,
  key: string,
): Promise<ApiAnswer> {
  if (incoming.method !== 'POST') throw refuse(404, 'Not Found')
  if (caller.kind === 'anonymous') throw refuse(401, 'This endpoint requires you to be authenticated.')
  if (caller.kind === 'app') throw refuse(401, 'Bad credentials')
  limits.checkPrimary(key, 'graphql')
  const query = graphql.read(parseBody(bytes, 'POST'))
  const leave = limits.enter(key, 'graphql', query.isMutation ? 5 : 1, query.isMutation)
  try {
    limits.spend(key, 'graphql', query.cost)
    return { status: 200, body: await graphql.execute(query, caller, key) }
  } finally {
    leave()
  }
}

function parseBody(bytes: Buffer, method: Method): Body {
  if (bytes.length === 0 || method === 'GET') return readBody({})
  try {
    return readBody(JSON.parse(bytes.toString('utf8')))
  } catch (error) {
    throw error instanceof Refusal ? error : refuse(400, 'Problems parsing JSON')
  }
}

function requireKind(caller: Caller, auth: 'app' | 'token' | 'any'): void {
  if (auth === 'app' && caller.kind !== 'app') throw refuse(401, 'A JSON web token could not be decoded')
  if (auth === 'token' && caller.kind === 'anonymous') throw refuse(401, 'Requires authentication')
  if (auth === 'token' && caller.kind === 'app') throw refuse(403, 'Resource not accessible by integration')
}

function conditional(method: Method, known: string | undefined, answer: ApiAnswer, state: Served): ApiAnswer {
  if (method !== 'GET' || answer.status !== 200) return answer
  const content = contentOf(answer)
  const etag = etagOf(content)
  const headers = { ...answer.headers, etag, 'cache-control': 'private, max-age=60, s-maxage=60' }
  if (!isKnown(known, etag)) return { ...answer, body: content, headers, contentType: typeOf(answer) }
  state.wasFree = true
  return { status: 304, headers }
}

function refuseByFault(fault: RequestFault | null, key: string, resource: Resource, nowMs: number): void {
  const seconds = fault?.retryAfterS ?? 60
  if (fault?.kind === 'secondary-limit') throw secondaryRefusal(seconds)
  if (fault?.kind === 'too-many-requests') throw secondaryRefusal(seconds, 429)
  if (fault?.kind !== 'primary-limit') return
  const reset = Math.ceil(nowMs / 1000) + seconds
  throw primaryRefusal(key, rateLimitHeaders({ limit: 5_000, used: 5_000, remaining: 0, reset }, resource))
}

function serverError({ status = 502 }: RequestFault): ApiAnswer {
  const message = { 500: 'Server Error', 502: 'Server Error', 503: 'Service Unavailable' }[status]
  return { status, body: { message } }
}

function asRefusal(error: unknown): ApiAnswer {
  if (!(error instanceof Refusal)) throw error
  return { status: error.status, body: renderRefusal(error), headers: error.headers }
}

function contentOf({ body, contentType }: ApiAnswer): string | Buffer {
  if (body instanceof Buffer) return body
  return contentType !== undefined && typeof body === 'string' ? body : toJson(body)
}

function typeOf({ contentType }: ApiAnswer): string {
  return contentType ?? 'application/json; charset=utf-8'
}

function send(
  { outgoing, incoming }: Exchange,
  answer: ApiAnswer,
  { caller }: Served,
  { world, limits }: ApiParts,
): void {
  if (outgoing.destroyed) return
  const resource: Resource = incoming.url?.includes('graphql') === true ? 'graphql' : 'core'
  const limited = caller.kind === 'app' ? {} : limits.headers(callerKey(caller), resource)
  const content = answer.body === undefined ? null : contentOf(answer)
  outgoing.writeHead(answer.status, {
    server: 'github.com',
    date: new Date(world.clock()).toUTCString(),
    'x-github-request-id': `SIM:${world.ids.next().toString(16).toUpperCase()}`,
    'x-github-media-type': 'github.v3; format=json',
    'x-github-enterprise-version': '3.17.0',
    ...limited,
    ...answer.headers,
    ...(content === null
      ? {}
      : { 'content-type': typeOf(answer), 'content-length': Buffer.byteLength(content) }),
  })
  outgoing.end(content)
}
