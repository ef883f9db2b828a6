/** One review from its webhook to its completed check, and what it asked of others on the way. */
import type { LoggedRequest } from '../../sim/github/http/request-log.ts'
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
  /** `METHOD route`, without git, in their order. Only where nothing else ran meanwhile. */
  readonly requests: readonly string[]
  readonly gitRequests: number
  /** Of the web and the worker process. */
  readonly storeQueries: number
  readonly queueQueries: number
}

const reviewTimeMs = 120_000

export interface Expected {
  /** `owner/name` */
  readonly repository: string
  readonly action: 'opened' | 'synchronize'
  /** Opens or pushes; gives the head that is to be reviewed. */
  readonly begin: () => Promise<string>
}

export async function followReview(place: ServicePlace, expected: Expected): Promise<FollowedReview> {
  const { github, appId } = place
  const seen = github.requests.entries.length
  const queries = countQueries(place)
  const head = await expected.begin()
  const line = await place
    .workerProcess()
    .line(
      ({ msg, head: of }) => (msg === 'job finished' || msg === 'job given up') && of === head,
      reviewTimeMs,
    )
  const { store, other } = countQueries(place)
  const sentMs =
    github.deliveries(appId).findLast(({ event, action, payload }) => isOf(expected, event, action, payload))
      ?.deliveredMs ?? Number.NaN
  const requests = github.requests.entries.slice(seen).filter(({ caller }) => caller === 'autogen')
  const doneMs = requests.findLast((request) => isCheckOf(expected.repository, request))?.atMs ?? Number.NaN
  const api = requests.filter(({ route }) => !route.startsWith('/git/'))
  return {
    totalMs: doneMs - sentMs,
    hostMs: busyMs(requests.filter(({ beganMs }) => beganMs >= sentMs && beganMs <= doneMs)),
    ...timesOf(line),
    requests: api.map(({ method, route }) => `${method} ${route}`),
    gitRequests: requests.length - api.length,
    storeQueries: store - queries.store,
    queueQueries: other - queries.other,
  }
}

function isOf(
  { repository, action }: Expected,
  event: string,
  delivered: string | null,
  payload: string,
): boolean {
  return event === 'pull_request' && delivered === action && payload.includes(`"full_name":"${repository}"`)
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
