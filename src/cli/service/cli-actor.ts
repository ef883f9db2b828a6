/** Who types: whoever can read the service's credentials may do everything with it; their name goes into the journal. */
import { userInfo } from 'node:os'
import type { Actor } from '../../domain/actor/actor.ts'
import { printable } from '../../domain/text/printable.ts'

const nameCharactersMax = 64

export function cliActor(): Actor {
  return { name: printable(userName()).slice(0, nameCharactersMax), role: 'admin', via: 'cli' }
}

function userName(): string {
  const behindSudo = process.env.SUDO_USER
  if (behindSudo !== undefined && behindSudo !== '') return behindSudo
  try {
    return userInfo().username
  } catch {
    // A container may run as a number that has no name.
    return `user ${process.getuid?.() ?? 'unknown'}`
  }
}
