/** What an operator asks a code host for: limits, a token, the list of webhooks, to send one again. */
import { fail, type Outcome, succeed } from '../../../domain/outcome.ts'
import type { InstallationId } from '../../../domain/repository/repository.ts'
import type { CodeHost, RateWindow } from '../../../ports/code-host/code-host.ts'
import type { HostedDelivery } from '../../../ports/code-host/hosted-delivery.ts'
import type { Backbone } from '../backbone.ts'

export interface OperatorFailure {
  readonly message: string
  readonly remedy: string
}

export interface InstallationLimits {
  readonly app: string
  readonly installation: number
  readonly account: string
  readonly windows: readonly RateWindow[]
}

export interface ListedDelivery extends HostedDelivery {
  readonly app: string
  /** Whether it is in our inbox. */
  readonly isKnown: boolean
}

type Parts = Pick<Backbone, 'store' | 'hosts'>
type Asked<Value> = Promise<Outcome<Value, OperatorFailure>>

const pagesMax = 100

/** The only App there is, or the one that is named. */
export function chooseHost(
  { hosts }: Pick<Backbone, 'hosts'>,
  app: string | undefined,
): Outcome<CodeHost, OperatorFailure> {
  const names = [...hosts.keys()].join(', ')
  const host =
    app === undefined && hosts.size === 1 ? [...hosts.values()][0] : hosts.get(app as CodeHost['app'])
  if (host !== undefined) return succeed(host)
  if (hosts.size === 0)
    return fail({
      message: 'No GitHub App is configured.',
      remedy: 'See docs/setup.md, or run "autogen-bot setup".',
    })
  return fail({
    message: app === undefined ? 'There are several Apps.' : 'There is no App of this name.',
    remedy: `Name one with --app: ${names}.`,
  })
}

/** Of one installation, or of all. */
export async function rateLimits(
  host: CodeHost,
  installation: number | null,
  signal: AbortSignal,
): Asked<readonly InstallationLimits[]> {
  const installations = await host.installations.list(signal)
  if (!installations.ok) return installations
  const wanted = installations.value.filter(({ id }) => installation === null || id === installation)
  if (installation !== null && wanted.length === 0) return fail(noInstallation)
  const limits: InstallationLimits[] = []
  for (const { id, account, isSuspended } of wanted) {
    if (isSuspended) continue
    const windows = await host.account.rateLimit(id, signal)
    if (!windows.ok) return windows
    limits.push({ app: host.app, installation: id, account, windows: windows.value })
  }
  return succeed(limits)
}

const noInstallation: OperatorFailure = {
  message: 'The App has no such installation.',
  remedy: 'List them with "autogen-bot github rate-limit".',
}

/** For `GITHUB_TOKEN`: of the only installation, or of the one that is named. */
export async function installationToken(
  host: CodeHost,
  installation: number | null,
  signal: AbortSignal,
): Asked<{ readonly token: string; readonly expiresAt: number }> {
  if (installation !== null) return host.account.token(installation as InstallationId, signal)
  const installations = await host.installations.list(signal)
  if (!installations.ok) return installations
  const [only, another] = installations.value
  if (only !== undefined && another === undefined) return host.account.token(only.id, signal)
  const list = installations.value.map(({ id, account }) => `${id} (${account})`).join(', ')
  return fail({
    message: only === undefined ? 'The App is not installed anywhere.' : 'The App has several installations.',
    remedy: only === undefined ? 'Install it first.' : `Name one with --installation: ${list}.`,
  })
}

/** The host's list of webhooks, newest first, each with whether we have it. */
export async function listDeliveries(
  { store }: Pick<Parts, 'store'>,
  host: CodeHost,
  limit: number,
  signal: AbortSignal,
): Asked<readonly ListedDelivery[]> {
  const listed: ListedDelivery[] = []
  let cursor: string | null = null
  for (let page = 0; page < pagesMax && listed.length < limit; page += 1) {
    const answer: Awaited<ReturnType<typeof host.deliveries.list>> = await host.deliveries.list(
      cursor,
      signal,
    )
    if (!answer.ok) return answer
    const { deliveries, next } = answer.value
    const known = await store.inbox.known(
      host.app,
      deliveries.map(({ guid }) => guid),
    )
    listed.push(
      ...deliveries.map((delivery) => ({ ...delivery, app: host.app, isKnown: known.has(delivery.guid) })),
    )
    if (next === null) break
    cursor = next
  }
  return succeed(listed.slice(0, limit))
}

/** @param ids the host's numbers of deliveries @returns how many it was asked to send again */
export async function redeliver(host: CodeHost, ids: readonly string[], signal: AbortSignal): Asked<number> {
  for (const id of ids) {
    const asked = await host.deliveries.redeliver(id, signal)
    if (!asked.ok) return asked
  }
  return succeed(ids.length)
}
