/** GitHub, github.com or an Enterprise Server, as one of our Apps sees it. One host for each App. */
import type { AppName } from '../../domain/repository/repository.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { CodeHost, Urgency } from '../../ports/code-host/code-host.ts'
import type { Log } from '../../ports/log/log.ts'
import type { Meter } from '../../ports/meter/meter.ts'
import type { RateLedger } from '../../ports/store/rate-ledger.ts'
import { createAccount } from './account.ts'
import type { Fetch } from './api/bounded-fetch.ts'
import { createApi } from './api/create-api.ts'
import { createExchange } from './api/create-exchange.ts'
import { createChecks } from './checks.ts'
import { createContentsSource } from './contents/contents-source.ts'
import { createConversations } from './conversation/conversations.ts'
import { createDeliveries } from './deliveries.ts'
import { hostUrls } from './host-urls.ts'
import { createInstallations } from './installations.ts'
import { createPeople } from './people.ts'
import { createPulls } from './pulls.ts'

export interface GitHubApp {
  readonly name: AppName
  readonly id: number
  /** PEM text, as GitHub gave it. */
  readonly privateKey: string
  /** `https://api.github.com`, or `https://HOST/api/v3` of an Enterprise Server. */
  readonly baseUrl: string
  /** Least time between two writes in an installation. Default: 1,000 on github.com, none elsewhere. */
  readonly writeSpacingMs?: number
}

export interface CodeHostOptions {
  readonly app: GitHubApp
  readonly rates: RateLedger
  readonly clock: Clock
  readonly log: Log
  readonly meter: Meter
  /** E.g. `autogen-bot/0.1.0`. */
  readonly userAgent: string
  readonly fetch?: Fetch
  readonly random?: () => number
  /** For one request and its answer; default 20 s. */
  readonly timeoutMs?: number
  /** Of one answer; default 30 MiB. */
  readonly answerBytesMax?: number
  /** Of all answers kept for a 304; default 32 MiB. */
  readonly cacheBytesMax?: number
  /** Requests in flight for one installation; default 20, where GitHub allows 100 to all processes together. */
  readonly atOnceMax?: number
}

const mebibyte = 1_048_576

/** @throws TypeError when the base URL is none */
export function createCodeHost({
  app,
  rates,
  clock,
  log,
  meter,
  userAgent,
  ...bounds
}: CodeHostOptions): CodeHost {
  const urls = hostUrls(app.baseUrl)
  const now = () => clock.now()
  const { exchange, tokens } = createExchange({
    app: { ...app, baseUrl: urls.rest },
    rates,
    log,
    meter,
    now,
    random: bounds.random ?? Math.random,
    userAgent,
    fetch: bounds.fetch ?? fetch,
    timeoutMs: bounds.timeoutMs ?? 20_000,
    answerBytesMax: bounds.answerBytesMax ?? 30 * mebibyte,
    cacheBytesMax: bounds.cacheBytesMax ?? 32 * mebibyte,
    writeSpacingMs: app.writeSpacingMs ?? (urls.isGitHubCom ? 1_000 : 0),
    atOnceMax: bounds.atOnceMax ?? 20,
  })

  function forUrgency(urgency: Urgency): CodeHost {
    const api = createApi({ exchange, graphqlUrl: urls.graphql, urgency })
    const pulls = createPulls({ api, log })
    return {
      app: app.name,
      forUrgency,
      pulls,
      conversations: createConversations(api),
      checks: createChecks({ api, appId: app.id }),
      people: createPeople(api),
      deliveries: createDeliveries(api),
      installations: createInstallations({ app: app.name, api, log }),
      account: createAccount({ api, tokens, webUrl: urls.web, now }),
      contents: { source: (pullRequest) => createContentsSource({ api, pulls, pullRequest }) },
    }
  }

  return forUrgency('normal')
}
