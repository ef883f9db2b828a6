/**
 * A connection that comes back by itself, however long the server was away. It never gives up on a command of its own
 * accord, because BullMQ's workers need that; who must not wait asks `isReady` first and bounds the wait.
 */
import { Cluster, type ClusterOptions, Redis, type RedisOptions } from 'ioredis'
import type { RedisAddress } from './redis-address.ts'

export type RedisClient = Redis | Cluster

export interface RedisConnection {
  readonly client: RedisClient
  /** Gives up reconnecting, here and in the connections that BullMQ's workers made from this one. */
  end(): void
}

const connectTimeoutMs = 3_000
const retryMsMax = 1_000

export function connectRedis(address: RedisAddress, sentinelPassword: string | null): RedisConnection {
  let hasEnded = false
  const retryAfterMs = (times: number) => (hasEnded ? null : Math.min(times * 50, retryMsMax))
  const client = createClient(address, sentinelPassword, retryAfterMs)
  comeBack(client, () => !hasEnded)
  const copies = copiesOf(client, (copy, onClosed) => comeBack(copy, () => !hasEnded, onClosed))
  return {
    client,
    end: () => {
      hasEnded = true
      for (const one of [client, ...copies]) endClient(one)
    },
  }
}

export function isReady(client: RedisClient): boolean {
  return client.status === 'ready'
}

type RetryStrategy = (times: number) => number | null

function createClient(
  address: RedisAddress,
  sentinelPassword: string | null,
  retryAfterMs: RetryStrategy,
): RedisClient {
  const common = commonOptions(address)
  const [node] = address.nodes
  switch (address.kind) {
    case 'single':
      return new Redis({ ...common, ...node, db: address.database, retryStrategy: retryAfterMs })
    case 'sentinel':
      return new Redis({
        ...common,
        sentinels: [...address.nodes],
        name: address.masterName ?? '',
        retryStrategy: retryAfterMs,
        sentinelRetryStrategy: retryAfterMs,
        failoverDetector: true,
        ...(sentinelPassword === null ? {} : { sentinelPassword }),
        ...(address.isTls ? { enableTLSForSentinelMode: true, sentinelTLS: {} } : {}),
      })
    case 'cluster':
      return new Cluster([...address.nodes], {
        redisOptions: common,
        clusterRetryStrategy: retryAfterMs,
        slotsRefreshTimeout: 2_000,
        slotsRefreshInterval: 5_000,
      } satisfies ClusterOptions)
  }
}

function commonOptions({ username, password, isTls }: RedisAddress) {
  return {
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password }),
    ...(isTls ? { tls: {} } : {}),
    connectTimeout: connectTimeoutMs,
    maxRetriesPerRequest: null,
    // After a fail-over a connection may lead to what is now a replica.
    reconnectOnError: (error: Error) => (error.message.startsWith('READONLY') ? 2 : false),
  } satisfies RedisOptions
}

/**
 * ioredis gives a connection up for good when its failover detector hears of a new master in the moment in which it is
 * asking the Sentinels for one ("Connection is closed", status `end`). Nobody asked for that end, so it begins again.
 */
function comeBack(client: RedisClient, isWanted: () => boolean, onClosed: () => void = () => {}): void {
  let isClosed = false
  const disconnect: (reconnect?: boolean) => void = client.disconnect.bind(client)
  const disconnectAndNote = (reconnect = false) => {
    isClosed = !reconnect
    disconnect(reconnect)
  }
  const quit = client.quit.bind(client)
  const quitAndNote = () => {
    isClosed = true
    return quit()
  }
  Object.defineProperty(client, 'disconnect', { value: disconnectAndNote, configurable: true })
  Object.defineProperty(client, 'quit', { value: quitAndNote, configurable: true })
  client.on('end', () => {
    if (isClosed || !isWanted()) return onClosed()
    setTimeout(() => {
      if (!isClosed && isWanted() && client.status === 'end') client.connect().catch(() => {})
    }, retryMsMax).unref()
  })
}

/** The living copies of a client, which BullMQ makes for its blocking commands and keeps to itself. */
function copiesOf(
  client: RedisClient,
  onCopy: (copy: RedisClient, onClosed: () => void) => void,
): ReadonlySet<RedisClient> {
  const copies = new Set<RedisClient>()
  const duplicate: (...args: never[]) => RedisClient = client.duplicate.bind(client)
  const duplicateAndNote = (...args: never[]) => {
    const copy = duplicate(...args)
    copies.add(copy)
    onCopy(copy, () => copies.delete(copy))
    return copy
  }
  Object.defineProperty(client, 'duplicate', { value: duplicateAndNote, configurable: true })
  return copies
}

/**
 * Told to disconnect while it waits to reconnect, ioredis falls silent without its `end`: what waits for that, or for
 * an answer, waits for ever. So it gets one more try, which either fails and ends it, or can be ended properly.
 */
function endClient(client: RedisClient): void {
  if (client.status === 'ready' || client.status === 'wait') {
    client.disconnect()
    return
  }
  client.once('ready', () => client.disconnect())
  if (client.status === 'reconnecting') client.connect().catch(() => {})
}
