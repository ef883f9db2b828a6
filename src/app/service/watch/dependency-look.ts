/** Looks at everything that the service needs and does not own, with what this process has at hand. */
import { type Endpoint, endpointOf, endpointText } from '../../../adapters/endpoints/endpoint.ts'
import { lookUpHost } from '../../../adapters/endpoints/look-up-host.ts'
import { shakeHands } from '../../../adapters/endpoints/shake-hands.ts'
import {
  createLookAtDependencies,
  type DependencyCheck,
  type DependencyFinding,
  type LookAtDependencies,
} from '../../../ops/dependencies/look-at-dependencies.ts'
import type { CodeHost } from '../../../ports/code-host/code-host.ts'
import type { Backbone } from '../backbone.ts'
import { modelChecks } from './models.ts'
import { watchClock } from './watch-clock.ts'

const storeMsMax = 3_000
const queueMsMax = 3_000
const hostMsMax = 5_000
const nameMsMax = 3_000
const tlsMsMax = 5_000
const well: DependencyFinding = { ok: true, note: null }

export function createDependencyLook(backbone: Backbone): LookAtDependencies {
  return createLookAtDependencies({
    checks: [...ownChecks(backbone), ...modelChecks(backbone)],
    clock: watchClock(),
    elapsedMs: () => performance.now(),
    meter: backbone.meter,
  })
}

function ownChecks({ config, store, queue, hosts }: Backbone): readonly DependencyCheck[] {
  const addresses = [...new Set(config.apps.map(({ apiUrl }) => apiUrl))]
  const names = [...new Set(addresses.map((address) => bareHost(new URL(address).hostname)))]
  const endpoints = new Map(
    addresses.flatMap((address) => {
      const endpoint = endpointOf(address)
      return endpoint === null ? [] : [[endpointText(endpoint), endpoint] as const]
    }),
  )
  return [
    {
      name: 'store',
      criticality: 'vital',
      timeMsMax: storeMsMax,
      look: async () => {
        await store.check()
        return well
      },
    },
    {
      name: 'queue',
      criticality: 'component',
      timeMsMax: queueMsMax,
      look: async () => {
        const counts = await queue.counts()
        return counts.ok ? well : { ok: false, reason: counts.failure.message }
      },
    },
    ...[...hosts.values()].map(hostCheck),
    ...(names.length === 0
      ? []
      : [
          allOf(
            'dns',
            nameMsMax,
            names.map((name) => () => lookUpHost(name)),
          ),
        ]),
    ...(endpoints.size === 0
      ? []
      : [
          allOf(
            'tls',
            tlsMsMax,
            [...endpoints.values()].map((one) => (signal) => trust(one, signal)),
          ),
        ]),
  ]
}

/** One that says "too much" is there: the limits have alerts of their own. */
function hostCheck(host: CodeHost): DependencyCheck {
  return {
    name: `github/${host.app}`,
    criticality: 'vital',
    timeMsMax: hostMsMax,
    look: async (signal) => {
      const answer = await host.account.ping(signal)
      if (answer.ok) return well
      const { kind, message, retryAt } = answer.failure
      if (kind !== 'primary-limit' && kind !== 'secondary-limit') return { ok: false, reason: message }
      const until = retryAt === null ? '' : ` Until ${new Date(retryAt).toISOString()}.`
      return { ok: true, note: `It limits us: ${message}${until}` }
    },
  }
}

function allOf(
  name: string,
  timeMsMax: number,
  looks: readonly ((signal: AbortSignal) => Promise<void>)[],
): DependencyCheck {
  return {
    name,
    criticality: 'component',
    timeMsMax,
    look: async (signal) => {
      await Promise.all(looks.map((look) => look(signal)))
      return well
    },
  }
}

async function trust(endpoint: Endpoint, signal: AbortSignal): Promise<void> {
  const { distrust } = await shakeHands(endpoint, signal)
  if (distrust !== null) throw new Error(`${endpointText(endpoint)} is not trusted: ${distrust}.`)
}

function bareHost(host: string): string {
  return host.replace(/^\[|\]$/g, '')
}
