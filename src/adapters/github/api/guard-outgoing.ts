/** Nothing is written to the host that the guard does not let pass. */
import { fail } from '../../../domain/outcome.ts'
import type { OutgoingGuard } from '../../../ports/security/outgoing-guard.ts'
import type { Stage } from './exchange.ts'
import { hostFailure } from './failures.ts'

export function createGuardOutgoing(guard: OutgoingGuard, app: string): Stage {
  return (next) => (request) => {
    const { kind, body, parameters } = request
    if (kind === 'write' && !guard.lets(JSON.stringify([body, parameters]), `github ${app}`)) {
      return Promise.resolve(
        fail(
          hostFailure({
            kind: 'invalid',
            message: 'The text holds a secret of this service, so it was not sent.',
            remedy: 'See the security events: find out how the secret came into the text, and change it.',
          }),
        ),
      )
    }
    return next(request)
  }
}
