/** The certificates that the configuration leads to. */
import { type Endpoint, endpointOf, endpointText } from '../../../adapters/endpoints/endpoint.ts'
import { readCertificateFile } from '../../../adapters/endpoints/read-certificate-file.ts'
import { shakeHands } from '../../../adapters/endpoints/shake-hands.ts'
import type { ServiceConfig } from '../../../config/service/service-config.ts'
import {
  type CertificateSource,
  type CertificateState,
  createLookAtCertificates,
} from '../../../ops/dependencies/watch-certificates.ts'
import type { Backbone } from '../backbone.ts'

const handshakeMsMax = 5_000

export function createCertificateLook({
  config,
  meter,
  log,
}: Pick<Backbone, 'config' | 'meter' | 'log'>): () => Promise<readonly CertificateState[]> {
  return createLookAtCertificates({ sources: certificateSources(config), meter, log })
}

/** Each place once, whatever leads to it. */
export function certificateSources(config: ServiceConfig): readonly CertificateSource[] {
  const { apps, http, databaseUrl, redisUrl, certificates } = config
  const addresses = [...apps.map(({ apiUrl }) => apiUrl), http.publicUrl, databaseUrl, redisUrl]
  const listed = certificates.filter((one) => /^https?:\/\//.test(one))
  const files = certificates.filter((one) => !listed.includes(one))
  const endpoints = [...addresses, ...listed].flatMap((address) =>
    address === null ? [] : (endpointOf(address) ?? []),
  )
  const byName = new Map<string, CertificateSource>([
    ...endpoints.map((endpoint) => [endpointText(endpoint), sourceOf(endpoint)] as const),
    ...files.map((path) => [path, { name: path, read: () => readCertificateFile(path) }] as const),
  ])
  return [...byName.values()]
}

function sourceOf(endpoint: Endpoint): CertificateSource {
  return {
    name: endpointText(endpoint),
    read: () => shakeHands(endpoint, AbortSignal.timeout(handshakeMsMax)),
  }
}
