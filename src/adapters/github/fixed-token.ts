/** Credentials that somebody else made and gave to us: one token, no App behind it that we could sign for. */
import { fail, succeed } from '../../domain/outcome.ts'
import type { HostFailure } from '../../ports/code-host/host-failure.ts'
import { hostFailure } from './api/failures.ts'
import type { Tokens } from './tokens.ts'

export function createFixedToken(token: string): Tokens {
  return {
    appHeader: async () => fail(notAnApp()),
    get: async () => succeed({ token, expiresAt: Number.POSITIVE_INFINITY }),
    // There is no other one to be had.
    forget() {},
    doubt() {},
  }
}

function notAnApp(): HostFailure {
  return hostFailure({
    kind: 'permission',
    message: 'This is asked with the credentials of an App, and there is only a token.',
    remedy: 'Run the service with an App: see "autogen-bot setup".',
  })
}
