/** What `autogen-bot access` says: pure functions from facts to text. */
import type { TokenSecret } from '../../app/service/operate/access.ts'
import { type AccessToken, isAlive } from '../../domain/actor/access-token.ts'
import { printable } from '../../domain/text/printable.ts'
import { ago } from './render-queue.ts'

/** The token stands alone in its line, so that it can be cut out. */
export function renderIssuedToken({ token, text }: TokenSecret): string {
  const until = new Date(token.expiresAt).toISOString().slice(0, 10)
  return `${text}\nThis is shown once. It is ${printable(token.name)}'s, a ${token.role}, for ${token.scopes.join(', ')}, until ${until}.\n`
}

export function renderTokens(tokens: readonly AccessToken[], now: number): string {
  if (tokens.length === 0)
    return 'Nobody has a token. Make one with "autogen-bot access create --name NAME --role viewer".\n'
  const rows = tokens.map((token) =>
    printable(
      `${token.id}  ${token.name.padEnd(20)} ${token.role.padEnd(10)} ${stateOf(token, now).padEnd(16)} ${useOf(token, now).padEnd(34)} ${token.scopes.join(',')}`,
    ),
  )
  return `${rows.join('\n')}\n`
}

function stateOf(token: AccessToken, now: number): string {
  if (token.revokedAt !== null) return 'REVOKED'
  return isAlive(token, now) ? `${ago(now, token.expiresAt)} left` : 'EXPIRED'
}

function useOf({ lastUsedAt, lastUsedFrom }: AccessToken, now: number): string {
  return lastUsedAt === null ? 'never used' : `used ${ago(lastUsedAt, now)} ago from ${lastUsedFrom ?? '?'}`
}
