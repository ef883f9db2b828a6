/**
 * Looks for the service's own secrets in what is about to leave. Whatever made a secret turn up in a comment or a message
 * (a clever pull request, a mistake of ours), the text stays here.
 */
import type { OutgoingGuard } from '../../ports/security/outgoing-guard.ts'
import type { SecurityJournal } from '../../ports/security/security-journal.ts'

export interface OutgoingGuardParts {
  /** What must not leave, with a name for people. The canary is one of them. */
  readonly secrets: () => readonly { readonly name: string; readonly text: string }[]
  readonly journal: SecurityJournal
}

/** Shorter texts would be found in ordinary words. */
const lengthMin = 8

export function createOutgoingGuard({ secrets, journal }: OutgoingGuardParts): OutgoingGuard {
  return {
    lets(text, where) {
      const found = secrets().find((secret) => formsOf(secret.text).some((form) => text.includes(form)))
      if (found === undefined) return true
      journal.record({ kind: 'canary-leaked', app: null, detail: { secret: found.name, where } })
      return false
    },
  }
}

/** As it is, as it stands in JSON, and in the two encodings in which thieves hide what they take. */
function formsOf(secret: string): readonly string[] {
  const trimmed = secret.trim()
  if (trimmed.length < lengthMin) return []
  const bytes = Buffer.from(trimmed)
  return [
    trimmed,
    JSON.stringify(trimmed).slice(1, -1),
    // The end depends on what follows, so it is left away.
    bytes.toString('base64').replace(/.{0,3}=*$/, ''),
    bytes.toString('hex'),
  ]
}
