/**
 * Looks for the service's own secrets in what is about to leave. Whatever made a secret turn up in a comment or a message
 * (a clever pull request, a mistake of ours), the text stays here.
 */
import type { OutgoingGuard } from '../../ports/security/outgoing-guard.ts'
import type { SecurityJournal } from '../../ports/security/security-journal.ts'
import type { OwnSecrets } from './own-secrets.ts'

export interface OutgoingGuardParts {
  /** What must not leave. The canary is one of them. */
  readonly secrets: OwnSecrets
  readonly journal: SecurityJournal
}

export function createOutgoingGuard({ secrets, journal }: OutgoingGuardParts): OutgoingGuard {
  return {
    lets(text, where) {
      const held = secrets.foundIn(text)
      if (held === null) return true
      journal.record({ kind: 'canary-leaked', app: null, detail: { held, where } })
      return false
    },
  }
}
