/**
 * A GitHub on this machine: REST, GraphQL, webhooks and git over HTTP, with GitHub's rules and, when asked, its faults.
 * It keeps what it is told in memory and real bare repositories in a folder of its own, and leaves nothing behind.
 */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { appRoutes } from './apps/routes.ts'
import { checkRoutes } from './checks/routes.ts'
import { commentRoutes } from './comments/routes.ts'
import { type Controls, createControls } from './controls.ts'
import { createFaults } from './faults/faults.ts'
import { seededRandom } from './faults/seeded-random.ts'
import { createDiffs } from './git/diff.ts'
import { answerGit, isGitPath } from './git/git-http.ts'
import { createGitProgram, type GitProgram } from './git/git-program.ts'
import { createGraphqlEndpoint } from './graphql/endpoint.ts'
import { type ApiParts, answerApi } from './http/answer-api.ts'
import { metaRoutes } from './http/meta-routes.ts'
import { createRequestLog } from './http/request-log.ts'
import { createRouteTable } from './http/route-table.ts'
import { type Respond, startHttpServer } from './http/server.ts'
import { issueRoutes } from './issues/routes.ts'
import { createRateLimits, githubRateLimits, type RateLimitOptions } from './limits/rate-limits.ts'
import { pullRoutes } from './pulls/routes.ts'
import { contentRoutes } from './repositories/content-routes.ts'
import { repositoryRoutes } from './repositories/routes.ts'
import { reviewRoutes } from './reviews/routes.ts'
import type { SimulatedGitHubOptions } from './simulated-github-options.ts'
import { webhookRoutes } from './webhooks/routes.ts'
import { createWebhookSender } from './webhooks/webhook-sender.ts'
import { createIds } from './world/ids.ts'
import { githubSizes } from './world/size-limits.ts'
import type { World } from './world/world.ts'

export interface SimulatedGitHub extends Controls {
  /** REST is at `/api/v3`, GraphQL at `/api/graphql`, git at `/OWNER/NAME.git`, as on Enterprise Server. */
  readonly url: string
  readonly apiUrl: string
  /** Ends every child, connection and delivery, and removes the folder. */
  close(): Promise<void>
}

export async function startSimulatedGitHub(options: SimulatedGitHubOptions = {}): Promise<SimulatedGitHub> {
  const folder = await mkdtemp(join(tmpdir(), 'simulated-github-'))
  const clock = options.clock ?? Date.now
  const random = seededRandom(options.seed ?? 1)
  const git = createGitProgram()
  const faults = createFaults(random)
  const limits = createRateLimits(rateLimitsOf(options), clock)
  const log = createRequestLog()
  let world: World | undefined
  const server = await startHttpServer((url) => {
    world = createWorld({ options, folder, clock, random, git, url, faults })
    const routes = createRouteTable(routesOf(world, limits))
    const parts = {
      world,
      routes,
      limits,
      faults,
      log: log.add,
      graphql: createGraphqlEndpoint(world, limits),
    }
    return createRespond(parts)
  })
  if (world === undefined) throw new Error('the server did not come up')
  const { webhooks, urls } = world
  return {
    ...createControls(world, { faults, limits, requests: log }),
    url: server.url,
    apiUrl: urls.api,
    close: async () => {
      await Promise.all([webhooks.close(), server.close(), git.close()])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

interface Seeds {
  readonly options: SimulatedGitHubOptions
  readonly folder: string
  readonly clock: () => number
  readonly random: () => number
  readonly git: GitProgram
  readonly url: string
  readonly faults: ReturnType<typeof createFaults>
}

function createWorld({ options, folder, clock, random, git, url, faults }: Seeds): World {
  const ids = createIds()
  const timeoutMs = options.webhookTimeoutMs ?? 10_000
  return {
    urls: { html: url, api: `${url}/api/v3` },
    folder,
    clock,
    random,
    ids,
    git,
    diffs: createDiffs(git),
    sizes: { ...githubSizes, ...options.sizes },
    tokenLifetimeMs: options.tokenLifetimeMs ?? 3_600_000,
    webhooks: createWebhookSender({ ids, clock, faults, timeoutMs, uuid: randomUUID }),
    accounts: new Map(),
    apps: new Map(),
    installations: new Map(),
    installationTokens: new Map(),
    personTokens: new Map(),
    manifests: new Map(),
    repositories: new Map(),
    issueComments: new Map(),
    reviewComments: new Map(),
    reviews: new Map(),
    threads: new Map(),
    checkRuns: new Map(),
    checkSuites: new Map(),
  }
}

function rateLimitsOf({ rateLimits = {} }: SimulatedGitHubOptions): RateLimitOptions {
  if (rateLimits !== 'unlimited') return { ...githubRateLimits, ...rateLimits }
  const max = 1_000_000_000
  return {
    corePerHour: max,
    hourMs: githubRateLimits.hourMs,
    graphqlPerHour: max,
    contentPerMinute: max,
    contentPerHour: max,
    restPointsPerMinute: max,
    graphqlPointsPerMinute: max,
    concurrentMax: max,
  }
}

/** The first that matches answers: paths that end in a rest come after those that say more. */
function routesOf(world: World, limits: ReturnType<typeof createRateLimits>) {
  return [
    ...metaRoutes(limits),
    ...appRoutes(world),
    ...webhookRoutes(world),
    ...reviewRoutes(world),
    ...pullRoutes(world),
    ...commentRoutes(world),
    ...issueRoutes(world),
    ...checkRoutes(world),
    ...contentRoutes(world),
    ...repositoryRoutes(world),
  ]
}

function createRespond(parts: ApiParts): Respond {
  return async (exchange) => {
    const { pathname } = exchange.url
    if (isGitPath(pathname)) return answerGit(parts, exchange)
    const path = pathname.replace(/^\/api\/v3(?=\/)/, '').replace(/^\/api\/graphql$/, '/graphql')
    return answerApi(parts, exchange, path)
  }
}
