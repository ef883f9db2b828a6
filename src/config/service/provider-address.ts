/** The address of a server with models. What is sent there is code: it goes in clear to nobody but neighbours. */
import { isLoopback } from '../../domain/notification/address.ts'
import type { WrittenValue } from './written-section.ts'

/** Names that only a network of one's own knows, and addresses that only lead into it. */
const nearHost =
  /^(?:[a-z0-9-]+|(?:[a-z0-9-]+\.)+(?:local|internal|lan|svc|home\.arpa|svc\.cluster\.local))$|^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)[\d.]+$|^\[f[cd][0-9a-f:]+\]$/

export function providerAddress(text: string, { refuse }: Pick<WrittenValue, 'refuse'>): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol))
    refuse('is not an address', 'give one such as https://models.example.com/v1')
  else if (url.username !== '' || url.password !== '')
    refuse('has credentials in it', 'give the key as `keyFile` or `keyEnv`')
  else if (url.search !== '' || url.hash !== '')
    refuse('has more than a path', 'leave out what follows `?` and `#`')
  else if (url.protocol === 'http:' && !isLoopback(url.hostname) && !nearHost.test(url.hostname))
    refuse('would send code in clear', 'use https://')
  return text.replace(/\/+$/, '')
}
