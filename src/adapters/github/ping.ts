/**
 * Whether the API answers the App: asks for the App itself, conditionally, so that the answer is a 304 that takes
 * nothing from any budget.
 */
import { fail, succeed } from '../../domain/outcome.ts'
import type { Account } from '../../ports/code-host/code-host.ts'
import type { Exchange } from './api/exchange.ts'
import { unexpectedAnswer } from './api/failures.ts'

export function createPing(exchange: Exchange): Account['ping'] {
  let etag: string | null = null
  return async (signal) => {
    const answer = await exchange({
      kind: 'read',
      resource: 'core',
      installation: null,
      urgency: 'command',
      route: 'GET /app',
      parameters: {},
      body: null,
      headers: etag === null ? {} : { 'if-none-match': etag },
      signal,
    })
    if (!answer.ok) return answer
    const { status, headers } = answer.value
    if (status === 304) return succeed(undefined)
    etag = headers.etag ?? null
    return status === 200 ? succeed(undefined) : fail(unexpectedAnswer('it leads elsewhere', status, false))
  }
}
