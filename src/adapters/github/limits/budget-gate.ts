/**
 * Nothing is sent that the host would refuse, and the last of an hour's budget is kept: new reading stops first, what is
 * read can still be published, and commands of people go on to the end. The caller parks its job until `retryAt`.
 */
import { fail } from '../../../domain/outcome.ts'
import type { RateWindow, Urgency } from '../../../ports/code-host/code-host.ts'
import type { HostFailure } from '../../../ports/code-host/host-failure.ts'
import type { ApiRequest, Stage } from '../api/exchange.ts'
import { hostFailure } from '../api/failures.ts'
import type { KnownState, LimitBook } from './limit-book.ts'

export interface BudgetGateOptions {
  readonly book: LimitBook
  readonly now: () => number
  /** From 0 up to 1; spreads what begins again after a reset. */
  readonly random: () => number
  readonly onHeldBack: (request: ApiRequest, failure: HostFailure) => void
}

const spreadMs = 5_000

export function createBudgetGate({ book, now, random, onHeldBack }: BudgetGateOptions): Stage {
  return (next) => async (request) => {
    const known = await book.known(request.installation)
    const refusal = refusalOf(request, known, now())
    if (refusal === null) return await next(request)
    const retryAt = (refusal.retryAt ?? now()) + Math.round(random() * spreadMs)
    const failure = { ...refusal, retryAt }
    onHeldBack(request, failure)
    return fail(failure)
  }
}

function refusalOf(request: ApiRequest, known: KnownState, now: number): HostFailure | null {
  if (known.pausedUntil > now) {
    return hostFailure({
      kind: 'secondary-limit',
      message: 'GitHub asked for fewer requests, and the time it named is not over.',
      remedy: 'Wait: nothing was sent.',
      retryAt: known.pausedUntil,
    })
  }
  if (request.isFree === true) return null
  const window = known.windows.get(request.resource)
  if (window === undefined || window.resetAt <= now || window.remaining > reserved(window, request))
    return null
  return hostFailure({
    kind: 'primary-limit',
    message:
      window.remaining === 0
        ? 'The hourly API budget of the installation is used up.'
        : 'What is left of the hourly API budget is kept for commands and for publishing.',
    remedy: 'Wait for its reset: nothing was sent.',
    retryAt: window.resetAt,
  })
}

const shares: Readonly<Record<Urgency, Readonly<Record<ApiRequest['kind'], number>>>> = {
  normal: { read: 0.1, write: 0.05 },
  command: { read: 0, write: 0 },
}

function reserved({ limit }: RateWindow, { urgency, kind }: ApiRequest): number {
  return Math.floor(limit * shares[urgency][kind])
}
