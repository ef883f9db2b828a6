/** One host from its parts, whoever's credentials it works with. */
import { noCacheBook } from '../../ports/cache/cache-book.ts'
import type { CodeHost, Urgency } from '../../ports/code-host/code-host.ts'
import { createAccount } from './account.ts'
import { createApi } from './api/create-api.ts'
import { createExchange, type ExchangeOptions } from './api/create-exchange.ts'
import { createChecks } from './checks.ts'
import { createContentsSource } from './contents/contents-source.ts'
import { createConversations } from './conversation/conversations.ts'
import type { CodeHostOptions, GitHubApp } from './create-code-host.ts'
import { createDeliveries } from './deliveries.ts'
import { hostUrls } from './host-urls.ts'
import { createInstallations } from './installations.ts'
import { createIssues } from './issues.ts'
import { createPeople } from './people.ts'
import { createPing } from './ping.ts'
import { createPulls } from './pulls.ts'

export interface AssembleHostOptions
  extends Omit<CodeHostOptions, 'app'>,
    Pick<ExchangeOptions, 'createTokens' | 'stages'> {
  readonly app: Pick<GitHubApp, 'name' | 'baseUrl' | 'writeSpacingMs'>
  /** Null: not known. */
  readonly appId: number | null
}

const mebibyte = 1_048_576

/** @throws TypeError when the base URL is none */
export function assembleHost({ app, appId, clock, log, meter, ...options }: AssembleHostOptions): CodeHost {
  const urls = hostUrls(app.baseUrl)
  const now = () => clock.now()
  const { exchange, tokens } = createExchange({
    app: { name: app.name, baseUrl: urls.rest },
    createTokens: options.createTokens,
    stages: options.stages,
    rates: options.rates,
    log,
    meter,
    now,
    random: options.random ?? Math.random,
    userAgent: options.userAgent,
    fetch: options.fetch ?? fetch,
    timeoutMs: options.timeoutMs ?? 20_000,
    answerBytesMax: options.answerBytesMax ?? 30 * mebibyte,
    cacheBytesMax: options.cacheBytesMax ?? 32 * mebibyte,
    caches: options.caches ?? noCacheBook,
    writeSpacingMs: app.writeSpacingMs ?? (urls.isGitHubCom ? 1_000 : 0),
    atOnceMax: options.atOnceMax ?? 20,
  })

  const ping = createPing(exchange)

  function forUrgency(urgency: Urgency): CodeHost {
    const api = createApi({ exchange, graphqlUrl: urls.graphql, urgency })
    const pulls = createPulls({ api, log })
    return {
      app: app.name,
      forUrgency,
      pulls,
      conversations: createConversations(api),
      checks: createChecks({ api, appId }),
      issues: createIssues({ api, appId }),
      people: createPeople(api),
      deliveries: createDeliveries(api),
      installations: createInstallations({ app: app.name, api, log }),
      account: createAccount({ api, tokens, webUrl: urls.web, ping, now }),
      contents: { source: (pullRequest) => createContentsSource({ api, pulls, pullRequest }) },
    }
  }

  return forUrgency('normal')
}
