/**
 * Where Redis is, from one URL:
 *   redis://[user:pass@]host:port[/db]                       one server
 *   redis+sentinel://[user:pass@]host:port,host:port/name     Sentinels that know the master `name`
 *   redis+cluster://[user:pass@]host:port,host:port           nodes of a Cluster
 * and the same with `rediss` for TLS. User and password are those of Redis itself, not of the Sentinels.
 */
import { fail, type Outcome, succeed } from '../../../domain/outcome.ts'
import type { QueueFailure } from '../../../ports/queue/queue.ts'

export interface RedisNode {
  readonly host: string
  readonly port: number
}

export interface RedisAddress {
  readonly kind: 'single' | 'sentinel' | 'cluster'
  readonly isTls: boolean
  readonly nodes: readonly RedisNode[]
  readonly username: string | null
  readonly password: string | null
  /** Of a single server or behind Sentinels. */
  readonly database: number
  /** Of the master, for Sentinels. */
  readonly masterName: string | null
}

const form = /^redis(s?)(?:\+(sentinel|cluster))?:\/\/(?:([^@/]*)@)?([^/?#@]+)(?:\/([^?#]*))?$/

export function parseRedisAddress(url: string): Outcome<RedisAddress, QueueFailure> {
  const match = form.exec(url.trim())
  if (match === null) return misconfigured('The Redis URL is not of a known form.')
  const [, tls, kindText, userinfo = '', hosts = '', path = ''] = match
  const kind = kindText === 'sentinel' || kindText === 'cluster' ? kindText : 'single'
  const nodes = hosts.split(',').map((text) => nodeOf(text, kind === 'sentinel' ? 26_379 : 6_379))
  const known = nodes.filter((node) => node !== null)
  if (known.length !== nodes.length) return misconfigured('A host in the Redis URL is not HOST:PORT.')
  if (kind === 'single' && known.length > 1) {
    return misconfigured('The Redis URL names several hosts but is neither for Sentinels nor for a Cluster.')
  }
  if (kind === 'sentinel' && path === '') {
    return misconfigured('The Redis URL for Sentinels lacks the name of the master after the hosts.')
  }
  if (kind === 'cluster' && path !== '' && path !== '0') {
    return misconfigured('A Redis Cluster has no databases, but the URL names one.')
  }
  if (kind === 'single' && !/^\d{0,5}$/.test(path)) {
    return misconfigured('The database in the Redis URL is not a number.')
  }
  const credentials = credentialsOf(userinfo)
  if (credentials === null) return misconfigured('The password in the Redis URL is not percent-encoded.')
  return succeed({
    kind,
    isTls: tls === 's',
    nodes: known,
    ...credentials,
    database: kind === 'single' ? Number(path) : 0,
    masterName: kind === 'sentinel' ? path : null,
  })
}

/** For messages: without credentials. */
export function describeRedisAddress({ kind, nodes, masterName }: RedisAddress): string {
  const hosts = nodes.map(({ host, port }) => `${host}:${port}`).join(', ')
  switch (kind) {
    case 'single':
      return `Redis at ${hosts}`
    case 'sentinel':
      return `Redis "${masterName}" behind the Sentinels at ${hosts}`
    case 'cluster':
      return `the Redis Cluster at ${hosts}`
  }
}

function nodeOf(text: string, defaultPort: number): RedisNode | null {
  const match = /^(\[[0-9a-fA-F:]+\]|[^:[\]]+)(?::(\d{1,5}))?$/.exec(text.trim())
  const port = match?.[2] === undefined ? defaultPort : Number(match[2])
  if (match === null || port < 1 || port > 65_535) return null
  return { host: (match[1] as string).replace(/^\[|\]$/g, ''), port }
}

function credentialsOf(userinfo: string): Pick<RedisAddress, 'username' | 'password'> | null {
  const colon = userinfo.indexOf(':')
  const [user, password] = colon < 0 ? [userinfo, ''] : [userinfo.slice(0, colon), userinfo.slice(colon + 1)]
  try {
    return {
      username: user === '' ? null : decodeURIComponent(user),
      password: password === '' ? null : decodeURIComponent(password),
    }
  } catch {
    return null
  }
}

function misconfigured(message: string): Outcome<never, QueueFailure> {
  const remedy =
    'Set REDIS_URL to redis://HOST:PORT, redis+sentinel://HOST:PORT,HOST:PORT/MASTER or redis+cluster://HOST:PORT,HOST:PORT (rediss... for TLS).'
  return fail({ kind: 'misconfigured', message, remedy })
}
