/** By whom limits are counted and requests are logged. */
import type { Caller } from '../access/caller.ts'

export function callerKey(caller: Caller): string {
  switch (caller.kind) {
    case 'installation':
      return `installation ID ${caller.token.installation.id}`
    case 'person':
      return `user ID ${caller.account.id}`
    case 'app':
      return `app ID ${caller.app.id}`
    case 'anonymous':
      return '127.0.0.1'
  }
}

export function callerName(caller: Caller): string {
  switch (caller.kind) {
    case 'installation':
      return caller.token.installation.app.slug
    case 'person':
      return caller.account.login
    case 'app':
      return caller.app.slug
    case 'anonymous':
      return ''
  }
}
