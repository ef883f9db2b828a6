/** The App itself: what it is, what it may spend, and what git needs of it. */
import { z } from 'zod'
import { succeed } from '../../domain/outcome.ts'
import { nameOfRepository } from '../../domain/repository/repository.ts'
import type { Account } from '../../ports/code-host/code-host.ts'
import type { Api } from './api/create-api.ts'
import { refusedInput } from './api/failures.ts'
import { isName, isNumber } from './locations.ts'
import { Id, Permissions } from './shapes.ts'
import type { Tokens } from './tokens.ts'

export const AppAnswer = z.object({
  id: Id,
  slug: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/),
  permissions: Permissions,
  events: z.array(z.string()),
})

export const HookConfigAnswer = z.object({ url: z.string().optional() })

const Window = z.object({ limit: z.int(), remaining: z.int(), reset: z.int() })
export const RateLimitAnswer = z.object({ resources: z.record(z.string(), Window.optional()) })

export interface AccountOptions {
  readonly api: Api
  readonly tokens: Tokens
  readonly webUrl: string
  readonly ping: Account['ping']
  readonly now: () => number
}

export function createAccount({ api, tokens, webUrl, ping, now }: AccountOptions): Account {
  return {
    ping,

    async describe(signal) {
      const before = now()
      const app = await api.call({ installation: null, route: 'GET /app', schema: AppAnswer, signal })
      if (!app.ok) return app
      const told = Date.parse(app.value.headers.date ?? '')
      // The header has whole seconds; half a second is its middle.
      const clockSkewMs = Number.isFinite(told) ? Math.round(told + 500 - (before + now()) / 2) : 0
      const hook = await api.call({
        installation: null,
        route: 'GET /app/hook/config',
        schema: HookConfigAnswer,
        signal,
      })
      // An App without a webhook has none to tell.
      if (!hook.ok && hook.failure.kind !== 'not-found') return hook
      const { id, slug, permissions, events } = app.value.value
      const webhookUrl = hook.ok ? hook.value.value.url : undefined
      return succeed({
        id,
        slug,
        botLogin: `${slug}[bot]`,
        permissions,
        events,
        webhookUrl: webhookUrl === undefined || webhookUrl === '' ? null : webhookUrl,
        clockSkewMs,
      })
    },

    async token(installation, signal) {
      if (!isNumber(installation)) return refusedInput('The number of the installation')
      return await tokens.get(installation, signal)
    },

    async rateLimit(installation, signal) {
      if (!isNumber(installation)) return refusedInput('The number of the installation')
      const answer = await api.call({
        installation,
        isFree: true,
        route: 'GET /rate_limit',
        schema: RateLimitAnswer,
        signal,
      })
      if (!answer.ok) return answer.failure.kind === 'not-found' ? succeed([]) : answer
      return succeed(
        Object.entries(answer.value.value.resources).flatMap(([resource, window]) =>
          window === undefined
            ? []
            : [{ resource, limit: window.limit, remaining: window.remaining, resetAt: window.reset * 1000 }],
        ),
      )
    },

    gitOrigin(repository) {
      if (!isName(repository.owner) || !isName(repository.name)) {
        throw new Error(`${JSON.stringify(nameOfRepository(repository))} cannot be the name of a repository`)
      }
      return `${webUrl}/${nameOfRepository(repository)}.git`
    },
  }
}
