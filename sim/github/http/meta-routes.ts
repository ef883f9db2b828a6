/** What GitHub says about itself. */
import type { RateLimits } from '../limits/rate-limits.ts'
import type { Schemas } from '../world/schemas.ts'
import { callerKey } from './caller-key.ts'
import { ok, type Route } from './route.ts'

export function metaRoutes(limits: RateLimits): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/meta',
      auth: 'any',
      handle: () =>
        ok({
          verifiable_password_authentication: false,
          installed_version: '3.17.0',
          hooks: ['127.0.0.1/32'],
          web: ['127.0.0.1/32'],
          api: ['127.0.0.1/32'],
          git: ['127.0.0.1/32'],
        } as Schemas['api-overview']),
    },
    {
      method: 'GET',
      path: '/rate_limit',
      auth: 'any',
      isFree: true,
      handle: ({ caller }) => ok(limits.overview(callerKey(caller))),
    },
  ]
}
