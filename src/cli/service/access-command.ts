/** `autogen-bot access create|list|rotate|revoke` */
import {
  createToken,
  listTokens,
  revokeToken,
  rotateToken,
  type TokenAnswer,
  type TokenSecret,
} from '../../app/service/operate/access.ts'
import { type AccessScope, accessScopes } from '../../domain/actor/access-token.ts'
import type { AccessRole } from '../../domain/actor/actor.ts'
import { printable } from '../../domain/text/printable.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { jsonText } from '../render/json-text.ts'
import type { Terminal } from '../terminal.ts'
import { cliActor } from './cli-actor.ts'
import { readDuration } from './read-duration.ts'
import { renderIssuedToken, renderTokens } from './render-access.ts'
import { type ServiceFlags, withBackbone } from './with-backbone.ts'

interface Flags extends ServiceFlags {
  readonly format: 'text' | 'json'
}

export interface AccessCreateFlags extends Flags {
  readonly name: string
  readonly role: AccessRole
  readonly scope: readonly string[]
  readonly expires: string
}

export interface AccessRotateFlags extends Flags {
  readonly expires: string
  readonly grace: string
}

export function accessCreateCommand(flags: AccessCreateFlags, terminal: Terminal): Promise<ExitCode> {
  const forMs = readDuration(flags.expires)
  const scopes = scopesFrom(flags.scope)
  if (forMs === null) return refuseTime(terminal, '--expires')
  if (scopes === null) {
    terminal.tell(`autogen-bot: the scopes are ${accessScopes.join(', ')}.\n`)
    return Promise.resolve(exitCodes.usage)
  }
  return withBackbone(flags, terminal, async (backbone) => {
    const wanted = { name: flags.name, role: flags.role, scopes, forMs }
    return answerToken(await createToken(backbone, wanted, cliActor()), flags, terminal)
  })
}

export function accessRotateCommand(
  token: string,
  flags: AccessRotateFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const forMs = readDuration(flags.expires)
  const graceMs = flags.grace === '0' ? 0 : readDuration(flags.grace)
  if (forMs === null) return refuseTime(terminal, '--expires')
  if (graceMs === null) return refuseTime(terminal, '--grace')
  return withBackbone(flags, terminal, async (backbone) =>
    answerToken(await rotateToken(backbone, token, { graceMs, forMs }, cliActor()), flags, terminal),
  )
}

export function accessListCommand(flags: Flags, terminal: Terminal): Promise<ExitCode> {
  return withBackbone(flags, terminal, async (backbone) => {
    const tokens = await listTokens(backbone)
    await terminal.answer(flags.format === 'json' ? jsonText(tokens) : renderTokens(tokens, Date.now()))
    return exitCodes.done
  })
}

export function accessRevokeCommand(token: string, flags: Flags, terminal: Terminal): Promise<ExitCode> {
  return withBackbone(flags, terminal, async (backbone) => {
    const revoked = await revokeToken(backbone, token, cliActor())
    if (!revoked.ok) return refuse(terminal, revoked.failure)
    const words = `Revoked: ${printable(revoked.value.name)} opens nothing any more.\n`
    await terminal.answer(flags.format === 'json' ? jsonText(revoked.value) : words)
    return exitCodes.done
  })
}

async function answerToken(
  issued: TokenAnswer<TokenSecret>,
  flags: Flags,
  terminal: Terminal,
): Promise<ExitCode> {
  if (!issued.ok) return refuse(terminal, issued.failure)
  await terminal.answer(flags.format === 'json' ? jsonText(issued.value) : renderIssuedToken(issued.value))
  return exitCodes.done
}

function scopesFrom(texts: readonly string[]): readonly AccessScope[] | null {
  const known = texts.filter((text): text is AccessScope => accessScopes.some((scope) => scope === text))
  return known.length === texts.length ? known : null
}

function refuseTime(terminal: Terminal, option: string): Promise<ExitCode> {
  terminal.tell(`autogen-bot: ${option} is no time; write for example 90d or 12h.\n`)
  return Promise.resolve(exitCodes.usage)
}

function refuse(
  terminal: Terminal,
  { message, remedy }: { readonly message: string; readonly remedy: string },
): ExitCode {
  terminal.tell(`autogen-bot: ${message} ${remedy}\n`)
  return exitCodes.usage
}
