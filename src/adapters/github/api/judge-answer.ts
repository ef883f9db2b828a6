/** Where an answer becomes a success or a failure, and where what it tells of limits is noted, logged and counted. */
import { fail } from '../../../domain/outcome.ts'
import type { AppName } from '../../../domain/repository/repository.ts'
import type { HostFailure } from '../../../ports/code-host/host-failure.ts'
import type { Log } from '../../../ports/log/log.ts'
import type { Meter } from '../../../ports/meter/meter.ts'
import type { LimitBook } from '../limits/limit-book.ts'
import { classifyAnswer } from './classify-answer.ts'
import type { ApiAnswer, ApiRequest, Stage } from './exchange.ts'
import { ratesOf } from './read-rate-headers.ts'

export interface JudgeAnswerOptions {
  readonly app: AppName
  readonly book: LimitBook
  readonly log: Log
  readonly meter: Meter
  readonly now: () => number
  readonly random: () => number
}

export function createJudgeAnswer({ app, book, log, meter, now, random }: JudgeAnswerOptions): Stage {
  async function judge(request: ApiRequest, answer: ApiAnswer): Promise<HostFailure | null> {
    const { installation, resource } = request
    const rates = ratesOf(answer, resource)
    if (rates !== null) book.saw(installation, rates)
    const streak = book.streak(installation)
    const failure = classifyAnswer(answer, { request, now: now(), streak, chance: random() })
    if (failure === null) {
      book.wentThrough(installation, request.kind)
      return null
    }
    if (failure.kind !== 'primary-limit' && failure.kind !== 'secondary-limit') return failure
    meter.count('autogen_github_limited_total', {
      app,
      limit: failure.kind === 'primary-limit' ? 'primary' : 'secondary',
    })
    log.warn(
      {
        app,
        class: failure.kind,
        'rate.limit': {
          installation,
          resource: rates?.resource ?? resource,
          limit: rates?.limit ?? null,
          remaining: rates?.remaining ?? null,
          reset: failure.retryAt === null ? null : new Date(failure.retryAt).toISOString(),
        },
      },
      'API rate limit exceeded',
    )
    await book.hit(installation, rates?.resource ?? resource, failure)
    return failure
  }

  // Born at 0, so that a rate sees the first one.
  for (const limit of ['primary', 'secondary']) meter.count('autogen_github_limited_total', { app, limit }, 0)

  return (next) => async (request) => {
    const began = now()
    const answer = await next(request)
    const failure = answer.ok ? await judge(request, answer.value) : answer.failure
    meter.observe('autogen_github_request_seconds', (now() - began) / 1000, { app, kind: request.kind })
    meter.count('autogen_github_requests_total', { app, kind: request.kind, result: failure?.kind ?? 'ok' })
    return failure === null ? answer : fail(failure)
  }
}
