/** The budget as an answer tells it. An Enterprise Server without limits tells nothing. */
import type { RateWindow } from '../../../ports/code-host/code-host.ts'
import type { ApiAnswer } from './exchange.ts'

export function ratesOf({ headers }: Pick<ApiAnswer, 'headers'>, asked: string): RateWindow | null {
  const limit = wholeNumber(headers['x-ratelimit-limit'])
  const remaining = wholeNumber(headers['x-ratelimit-remaining'])
  const reset = wholeNumber(headers['x-ratelimit-reset'])
  if (limit === null || remaining === null || reset === null) return null
  const named = headers['x-ratelimit-resource']
  const resource = named !== undefined && /^[a-z_]{1,40}$/.test(named) ? named : asked
  return { resource, limit, remaining, resetAt: reset * 1000 }
}

function wholeNumber(written: string | undefined): number | null {
  return written !== undefined && /^\d{1,12}$/.test(written) ? Number(written) : null
}
