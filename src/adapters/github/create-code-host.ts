/** GitHub, github.com or an Enterprise Server, as one of our Apps sees it. One host for each App. */
import type { AppName } from '../../domain/repository/repository.ts'
import { type CacheBook, noCacheBook } from '../../ports/cache/cache-book.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { CodeHost } from '../../ports/code-host/code-host.ts'
import type { Log } from '../../ports/log/log.ts'
import type { Meter } from '../../ports/meter/meter.ts'
import type { OutgoingGuard } from '../../ports/security/outgoing-guard.ts'
import type { RateLedger } from '../../ports/store/rate-ledger.ts'
import { noTracer, type Tracer } from '../../ports/trace/tracer.ts'
import type { Fetch } from './api/bounded-fetch.ts'
import { createGuardOutgoing } from './api/guard-outgoing.ts'
import { createTraceRequests } from './api/trace-requests.ts'
import { assembleHost } from './assemble-host.ts'
import { createTokens } from './tokens.ts'

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
  readonly tracer?: Tracer
  /** Looks at every text before it is sent; without one, nobody does. */
  readonly guard?: OutgoingGuard
  /** Where caches make themselves known. */
  readonly caches?: CacheBook
  /** Requests in flight for one installation; default 20, where GitHub allows 100 to all processes together. */
  readonly atOnceMax?: number
}

/** @throws TypeError when the base URL is none */
export function createCodeHost({ app, ...options }: CodeHostOptions): CodeHost {
  const { id, privateKey } = app
  return assembleHost({
    ...options,
    app,
    appId: id,
    createTokens: (exchange) =>
      createTokens({
        app: app.name,
        appId: id,
        privateKey,
        exchange,
        caches: options.caches ?? noCacheBook,
        now: () => options.clock.now(),
      }),
    stages: [
      createTraceRequests(options.tracer ?? noTracer, app.name),
      ...(options.guard === undefined ? [] : [createGuardOutgoing(options.guard, app.name)]),
    ],
  })
}
