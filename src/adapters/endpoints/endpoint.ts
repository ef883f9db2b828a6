/** A place that is reached by TLS, and how the talk with it begins. */
export interface Endpoint {
  readonly host: string
  readonly port: number
  /** PostgreSQL asks for TLS in clear first. */
  readonly begins: 'with tls' | 'as postgres'
}

const defaultPorts: Readonly<Record<string, number>> = {
  'https:': 443,
  'rediss:': 6379,
  'postgres:': 5432,
  'postgresql:': 5432,
}

/** @returns null when the address is none, or is not reached by TLS */
export function endpointOf(address: string): Endpoint | null {
  if (!URL.canParse(address)) return null
  const { protocol, hostname, port, searchParams } = new URL(address)
  const defaultPort = defaultPorts[protocol]
  if (defaultPort === undefined || hostname === '') return null
  const isPostgres = protocol.startsWith('postgres')
  if (isPostgres && !/^(?:require|verify-ca|verify-full|no-verify)$/.test(searchParams.get('sslmode') ?? ''))
    return null
  const host = decodeURIComponent(hostname.replace(/^\[|\]$/g, ''))
  // A folder with a socket is no host.
  if (host.startsWith('/')) return null
  return {
    host,
    port: port === '' ? defaultPort : Number(port),
    begins: isPostgres ? 'as postgres' : 'with tls',
  }
}

export function endpointText({ host, port }: Endpoint): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}
