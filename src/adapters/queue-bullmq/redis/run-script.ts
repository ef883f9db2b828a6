/** Runs a Lua script by its digest, and sends its text when the server does not have it (any more). */
import { createHash } from 'node:crypto'
import type { RedisClient } from './redis-client.ts'

const digests = new Map<string, string>()

export async function runScript(
  client: RedisClient,
  script: string,
  keys: readonly string[],
  args: readonly (string | number)[],
): Promise<unknown> {
  const digest = digests.get(script) ?? createHash('sha1').update(script).digest('hex')
  digests.set(script, digest)
  try {
    return await client.evalsha(digest, keys.length, ...keys, ...args)
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
    return client.eval(script, keys.length, ...keys, ...args)
  }
}
