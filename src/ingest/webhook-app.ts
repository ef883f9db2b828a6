/** One of our Apps as the intake knows it, and which of them a webhook says it is for. */
import { fail, type Outcome, succeed } from '../domain/outcome.ts'
import type { AppName } from '../domain/repository/repository.ts'

export interface WebhookApp {
  readonly name: AppName
  /** The host's number of the App. */
  readonly id: number
  /** The newest first; more than one during a rotation. */
  readonly secrets: readonly string[]
  /** The App's slug, without `[bot]`; null as long as the host has not told it. */
  readonly botName: () => string | null
}

export interface MisconfiguredApps {
  readonly kind: 'missing-secret' | 'no-app'
  readonly message: string
  readonly remedy: string
}

/** There is no mode in which signatures are not checked. */
export function checkApps(apps: readonly WebhookApp[]): Outcome<void, MisconfiguredApps> {
  if (apps.length === 0) {
    return fail({
      kind: 'no-app',
      message: 'No GitHub App is configured.',
      remedy: 'Configure one: `autogen-bot setup`.',
    })
  }
  const bare = apps.find(({ secrets }) => secrets.length === 0 || secrets.some((secret) => secret === ''))
  if (bare === undefined) return succeed(undefined)
  return fail({
    kind: 'missing-secret',
    message: `The App ${bare.name} has no webhook secret, or an empty one.`,
    remedy: 'Set the secret that stands in the settings of the App, e.g. in AUTOGEN_WEBHOOK_SECRET.',
  })
}

/** What the address and the headers say about whom a webhook is for. */
export interface Addressee {
  /** From `/webhook/:app`; null for `/webhook`. */
  readonly app: string | null
  /** `X-GitHub-Hook-Installation-Target-ID`. */
  readonly targetId: string | undefined
}

/**
 * Those that may be meant: several when hosts gave the same number to different Apps of ours; the signature then tells
 * which one it is. None when it is not for us.
 */
export function appsMeant(apps: readonly WebhookApp[], { app, targetId }: Addressee): readonly WebhookApp[] {
  return apps.filter(
    ({ name, id }) => (app === null || app === name) && (targetId === undefined || targetId === String(id)),
  )
}
