/** One review from its webhook to its completed check, and what it asked of others on the way. */
import type { LoggedRequest } from '../../sim/github/http/request-log.ts'
import type { Delivery } from '../../sim/github/webhooks/delivery.ts'
import type { LogLine } from '../../test/world/service-process.ts'
import type { ServicePlace } from './service-place.ts'

export interface FollowedReview {
  /** From the webhook being sent to the answer to the request that completed the check. */
  readonly totalMs: number
  /** Of it, the time in which the simulated host was at work on a request of ours. */
  readonly hostMs: number
  readonly waitMs: number
  readonly processingMs: number
  readonly stages: Readonly<Record<string, number>>
  readonly findings: number
  /** Without git, in their order. Only where nothing else ran meanwhile. */
  readonly requests: readonly HostRequest[]
  readonly gitRequests: number
  /** Of the web and the worker process. */
  readonly storeQueries: number
  readonly queueQueries: number
}

export interface HostRequest {
  /** `METHOD route` */
  readonly route: string
  /** Answered 304: it costs nothing of the host's limits. */
  readonly isFree: boolean
}

const reviewTimeMs = 120_000

export interface Expected {
  /** `owner/name` */
  readonly repository: string
  /** The webhook that begins it: `event.action`. */
  readonly webhook: 'pull_request.opened' | 'pull_request.synchronize' | 'check_run.rerequested'
  /** Does what the webhook tells of; gives the head that is to be reviewed. */
  readonly begin: () => Promise<string>
}

export async function followReview(place: ServicePlace, expected: Expected): Promise<FollowedReview> {
  const { github, appId } = place
  const seen = github.requests.entries.length
  const worker = place.workerProcess()
  const told = worker.lines.length
  const queries = countQueries(place)
  const head = await expected.begin()
  const line = await worker.line(
    (one) => one.msg === 'job finished' && one.head === head && worker.lines.indexOf(one) >= told,
    reviewTimeMs,
  )
  const { store, other } = countQueries(place)
  const sentMs =
    github.deliveries(appId).findLast((delivery) => isOf(expected, delivery))?.deliveredMs ?? Number.NaN
  const requests = github.requests.entries.slice(seen).filter(({ caller }) => caller === 'autogen')
  const doneMs = requests.findLast((request) => isCheckOf(expected.repository, request))?.atMs ?? Number.NaN
  const api = requests.filter(({ route }) => !route.startsWith('/git/'))
  return {
    totalMs: doneMs - sentMs,
    hostMs: busyMs(requests.filter(({ beganMs }) => beganMs >= sentMs && beganMs <= doneMs)),
    ...timesOf(line),
    requests: api.map(({ method, route, wasFree }) => ({ route: `${method} ${route}`, isFree: wasFree })),
    gitRequests: requests.length - api.length,
    storeQueries: store - queries.store,
    queueQueries: other - queries.other,
  }
}

function isOf({ repository, webhook }: Expected, { event, action, payload }: Delivery): boolean {
  return `${event}.${action}` === webhook && payload.includes(`"full_name":"${repository}"`)
}

function isCheckOf(repository: string, { method, path }: LoggedRequest): boolean {
  return method === 'PATCH' && path.startsWith(`/repos/${repository}/check-runs/`)
}

function countQueries({ web, worker }: ServicePlace): { readonly store: number; readonly other: number } {
  const [a, b] = [web.counts(), worker.counts()]
  return { store: a.store + b.store, other: a.other + b.other }
}

function timesOf(line: LogLine): Pick<FollowedReview, 'waitMs' | 'processingMs' | 'stages' | 'findings'> {
  return {
    waitMs: Number(line.wait_time) * 1_000,
    processingMs: Number(line.processing_time) * 1_000,
    stages: (line.stages ?? {}) as FollowedReview['stages'],
    findings: Number(line.findings),
  }
}

/** Requests overlap: a moment counts once. */
function busyMs(requests: readonly LoggedRequest[]): number {
  let busy = 0
  let until = 0
  for (const { beganMs, atMs } of [...requests].sort((a, b) => a.beganMs - b.beganMs)) {
    busy += Math.max(0, atMs - Math.max(beganMs, until))
    until = Math.max(until, atMs)
  }
  return busy
}
