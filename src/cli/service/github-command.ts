/** `autogen-bot github rate-limit|token|deliveries|redeliver` */
import type { Backbone } from '../../app/service/backbone.ts'
import {
  chooseHost,
  installationToken,
  type ListedDelivery,
  listDeliveries,
  type OperatorFailure,
  rateLimits,
  redeliver,
} from '../../app/service/operate/github.ts'
import type { Outcome } from '../../domain/outcome.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { renderDeliveries, renderLimits } from './render-github.ts'
import { type ServiceFlags, withBackbone } from './with-backbone.ts'

export interface GithubFlags extends ServiceFlags {
  readonly app?: string
  readonly installation?: string
  readonly format: 'text' | 'json'
}

const timeMs = 60_000

export function rateLimitCommand(flags: GithubFlags, terminal: Terminal): Promise<ExitCode> {
  return withHost(flags, terminal, async (host) => {
    const limits = await rateLimits(host, numberOf(flags.installation), AbortSignal.timeout(timeMs))
    return answer(limits, flags, terminal, (value) => renderLimits(value, Date.now()))
  })
}

export function tokenCommand(flags: GithubFlags, terminal: Terminal): Promise<ExitCode> {
  return withHost(flags, terminal, async (host) => {
    const token = await installationToken(host, numberOf(flags.installation), AbortSignal.timeout(timeMs))
    return answer(token, flags, terminal, (value) => `${value.token}\n`)
  })
}

export function deliveriesCommand(
  flags: GithubFlags & { readonly missing: boolean; readonly limit: string },
  terminal: Terminal,
): Promise<ExitCode> {
  return withHost(flags, terminal, async (host, backbone) => {
    const limit = numberOf(flags.limit) ?? 100
    const listed = await listDeliveries(backbone, host, limit, AbortSignal.timeout(timeMs))
    const wanted =
      listed.ok && flags.missing ? { ok: true as const, value: listed.value.filter(isMissing) } : listed
    return answer(wanted, flags, terminal, (value) => renderDeliveries(value, Date.now()))
  })
}

export function redeliverCommand(
  ids: readonly string[],
  flags: GithubFlags & { readonly missing: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  if (flags.missing === ids.length > 0 || !ids.every((id) => /^[1-9][0-9]{0,18}$/.test(id))) {
    terminal.tell(
      'autogen-bot: give the numbers of deliveries (see "autogen-bot github deliveries"), or --missing.\n',
    )
    return Promise.resolve(exitCodes.usage)
  }
  return withHost(flags, terminal, async (host, backbone) => {
    const signal = AbortSignal.timeout(timeMs)
    const listed = flags.missing ? await listDeliveries(backbone, host, 10_000, signal) : null
    if (listed !== null && !listed.ok) return answer(listed, flags, terminal, () => '')
    const wanted = listed === null ? ids : onePerGuid(listed.value.filter(isMissing)).map(({ id }) => id)
    const asked = await redeliver(host, wanted, signal)
    return answer(asked, flags, terminal, (count) => `GitHub was asked to send ${count} again.\n`)
  })
}

function isMissing({ isKnown }: ListedDelivery): boolean {
  return !isKnown
}

/** A delivery that was sent again stands in the list once for each time. */
function onePerGuid(deliveries: readonly ListedDelivery[]): readonly ListedDelivery[] {
  return [...new Map(deliveries.map((delivery) => [delivery.guid, delivery])).values()]
}

function withHost(
  flags: GithubFlags,
  terminal: Terminal,
  use: (host: Parameters<typeof rateLimits>[0], backbone: Backbone) => Promise<ExitCode>,
): Promise<ExitCode> {
  return withBackbone(flags, terminal, async (backbone) => {
    const host = chooseHost(backbone, flags.app)
    if (host.ok) return use(host.value, backbone)
    terminal.tell(`autogen-bot: ${host.failure.message} ${host.failure.remedy}\n`)
    return exitCodes.usage
  })
}

async function answer<Value>(
  outcome: Outcome<Value, OperatorFailure>,
  flags: GithubFlags,
  terminal: Terminal,
  render: (value: Value) => string,
): Promise<ExitCode> {
  if (!outcome.ok) {
    terminal.tell(`autogen-bot: ${outcome.failure.message} ${outcome.failure.remedy}\n`)
    return exitCodes.internal
  }
  await terminal.answer(
    flags.format === 'json' ? `${JSON.stringify(outcome.value, null, 2)}\n` : render(outcome.value),
  )
  return exitCodes.done
}

function numberOf(text: string | undefined): number | null {
  return text !== undefined && /^[1-9][0-9]{0,14}$/.test(text) ? Number(text) : null
}
