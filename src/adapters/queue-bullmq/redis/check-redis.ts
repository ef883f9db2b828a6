/** Things about a Redis that works today and will hurt one day; for the doctor. */
import type { RedisClient } from './redis-client.ts'

export interface RedisWarning {
  readonly message: string
  readonly remedy: string
}

export async function checkRedis(client: RedisClient): Promise<readonly RedisWarning[]> {
  const [memory, persistence, server] = await Promise.all(
    ['memory', 'persistence', 'server'].map(async (section) => String(await client.info(section))),
  )
  const policy = fieldOf(memory, 'maxmemory_policy')
  const warnings: RedisWarning[] = []
  if (policy !== null && policy !== 'noeviction') {
    warnings.push({
      message: `Redis has maxmemory-policy ${policy}: under memory pressure it drops entries of the queue.`,
      remedy: 'CONFIG SET maxmemory-policy noeviction, and write it into redis.conf.',
    })
  }
  if (fieldOf(persistence, 'aof_enabled') === '0') {
    warnings.push({
      message:
        'Redis keeps no append-only file: after a crash the queue is empty until the reconciler has filled it again.',
      remedy: 'CONFIG SET appendonly yes, and write it into redis.conf.',
    })
  }
  const version = fieldOf(server, 'redis_version')
  if (version !== null && (Number.parseInt(version, 10) || 0) < 7) {
    warnings.push({
      message: `Redis ${version} is older than what the queue is tested with.`,
      remedy: 'Use Redis 7 or newer.',
    })
  }
  return warnings
}

function fieldOf(info: string | undefined, name: string): string | null {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info ?? '')?.[1] ?? null
}
