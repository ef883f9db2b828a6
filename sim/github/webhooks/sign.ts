/** The signatures GitHub puts on a webhook. */
import { createHmac } from 'node:crypto'

export function signatures(secret: string | null, payload: string): Readonly<Record<string, string>> {
  if (secret === null) return {}
  const digest = (algorithm: string) => createHmac(algorithm, secret).update(payload).digest('hex')
  return { 'X-Hub-Signature': `sha1=${digest('sha1')}`, 'X-Hub-Signature-256': `sha256=${digest('sha256')}` }
}
