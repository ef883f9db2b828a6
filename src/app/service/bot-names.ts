/** What each App is called on its host: asked for once, and again until the host answers. */
import type { AppName } from '../../domain/repository/repository.ts'
import type { CodeHost } from '../../ports/code-host/code-host.ts'
import type { Log } from '../../ports/log/log.ts'

export interface BotNames {
  of(app: AppName): string | null
  stop(): void
}

const askAgainMs = 10_000
const askTimeMs = 15_000

export function learnBotNames(hosts: Iterable<CodeHost>, log: Log): BotNames {
  const names = new Map<AppName, string>()
  const stopping = new AbortController()
  const unknown = new Set(hosts)

  async function ask(): Promise<void> {
    for (const host of unknown) {
      const described = await host.account.describe(
        AbortSignal.any([stopping.signal, AbortSignal.timeout(askTimeMs)]),
      )
      if (described.ok) {
        names.set(host.app, described.value.slug)
        unknown.delete(host)
      } else if (!stopping.signal.aborted) {
        const { message, remedy } = described.failure
        log.warn(
          { app: host.app, reason: message, remedy },
          'the code host does not tell what the App is called',
        )
      }
    }
    if (unknown.size === 0) clearInterval(timer)
  }

  const timer = setInterval(() => void ask(), askAgainMs)
  void ask()
  return {
    of: (app) => names.get(app) ?? null,
    stop() {
      clearInterval(timer)
      stopping.abort()
    },
  }
}
