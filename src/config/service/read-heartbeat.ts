/** Where somebody outside is told that the watch is alive. */
import { nonLoopbackHttp } from '../../domain/notification/address.ts'
import type { Problems } from './option-value.ts'
import type { HeartbeatConfig } from './service-config.ts'

export function readHeartbeat(
  url: string | null,
  everyMs: number,
  problems: Problems,
): HeartbeatConfig | null {
  if (url === null) return null
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed !== null && /^https?:$/.test(parsed.protocol) && !nonLoopbackHttp(parsed))
    return { url, everyMs }
  problems.push({
    where: 'heartbeat.url',
    wrong: 'is not an address that may be asked',
    mend: 'give https://...',
  })
  return null
}
