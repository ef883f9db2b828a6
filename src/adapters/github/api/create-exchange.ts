/** The way of a request, stage by stage, to GitHub and back. */

import type { AppName } from '../../../domain/repository/repository.ts'
import type { CacheBook } from '../../../ports/cache/cache-book.ts'
import type { Log } from '../../../ports/log/log.ts'
import type { Meter } from '../../../ports/meter/meter.ts'
import type { RateLedger } from '../../../ports/store/rate-ledger.ts'
import { createBudgetGate } from '../limits/budget-gate.ts'
import { createLimitBook } from '../limits/limit-book.ts'
import { createPace } from '../limits/pace.ts'
import type { Tokens } from '../tokens.ts'
import { createAuthorise, createAuthoriseApp } from './authorise.ts'
import type { Fetch } from './bounded-fetch.ts'
import { createCoalesceReads } from './coalesce-reads.ts'
import { createEtagCache } from './etag-cache.ts'
import { chain, type Exchange, type Stage } from './exchange.ts'
import { createJudgeAnswer } from './judge-answer.ts'
import { createRetryReads } from './retry-reads.ts'
import { createSend } from './send.ts'

export interface ExchangeOptions {
  readonly app: { readonly name: AppName; readonly baseUrl: string }
  /** Given a way to ask as the App itself. */
  readonly createTokens: (exchange: Exchange) => Tokens
  /** Before all others: they see each request once, and its answer last. */
  readonly stages: readonly Stage[]
  readonly rates: RateLedger
  readonly log: Log
  readonly meter: Meter
  readonly now: () => number
  readonly random: () => number
  readonly userAgent: string
  readonly fetch: Fetch
  readonly timeoutMs: number
  readonly answerBytesMax: number
  readonly cacheBytesMax: number
  readonly caches: CacheBook
  readonly writeSpacingMs: number
  readonly atOnceMax: number
}

export function createExchange(options: ExchangeOptions): {
  readonly exchange: Exchange
  readonly tokens: Tokens
} {
  const { app, log, meter, now, random } = options
  const saved = (how: string) => meter.count('autogen_github_requests_saved_total', { app: app.name, how })
  const { caches } = options
  const book = createLimitBook({ app: app.name, rates: options.rates, caches, log, now })
  const judge = createJudgeAnswer({ app: app.name, book, log, meter, now, random })
  const send = createSend({ ...options, baseUrl: app.baseUrl })

  const appHeader: Tokens['appHeader'] = () => tokens.appHeader()
  const tokens = options.createTokens(
    chain([createRetryReads({ now, random }), createAuthoriseApp(appHeader), judge], send),
  )
  const exchange = chain(
    [
      ...options.stages,
      createBudgetGate({
        book,
        now,
        random,
        onHeldBack: (request, failure) => {
          saved('held-back')
          log.info(
            {
              app: app.name,
              class: failure.kind,
              'rate.limit': {
                installation: request.installation,
                resource: request.resource,
                reset: failure.retryAt === null ? null : new Date(failure.retryAt).toISOString(),
              },
            },
            'API rate limit kept: a request was held back',
          )
        },
      }),
      createCoalesceReads(() => saved('coalesced')),
      createEtagCache({
        bytesMax: options.cacheBytesMax,
        enter: (measure) =>
          options.caches.enter({
            name: `github-answers/${app.name}`,
            lies: 'in memory',
            bound: { unit: 'bytes', max: options.cacheBytesMax },
            measure,
          }),
        onConfirmed: () => saved('not-modified'),
      }),
      createRetryReads({ now, random }),
      createPace({
        writeSpacingMs: options.writeSpacingMs,
        atOnceMax: options.atOnceMax,
        app: app.name,
        caches,
        now,
      }),
      createAuthorise(tokens),
      judge,
    ],
    send,
  )
  return { exchange, tokens }
}
