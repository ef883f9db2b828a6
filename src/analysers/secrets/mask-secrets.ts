/**
 * Takes out of any text what has the form of a secret. Texts that no analyser looks at (files around a change, messages
 * of commits, words of people) go to models and to their providers, and a key in one of them is not theirs to read.
 *
 * Reports have to be right; this may well hide too much. So nothing is excused here by where it stands: a key of a test is
 * hidden as any other is.
 */
import { findAddressPasswords } from './address-passwords.ts'
import { findAssignedSecrets } from './assigned-secrets.ts'
import { findConfigLogins } from './config-logins.ts'
import type { SearchedText } from './found-secret.ts'
import { findLikelySecrets, type Span } from './likely-secrets.ts'
import { entropy, isMadeUp } from './placeholder.ts'
import { privateKeysIn } from './private-keys.ts'
import { beginnings } from './secretlint-tokens.ts'
import { findTokens } from './token-patterns.ts'

export type MaskSecrets = (text: string) => string

/** Texts that were masked before, so that a file that many look at is searched once. */
const rememberedCharactersMax = 32 * 1_048_576

/** Puts an asterisk in the place of each character: lines and columns stay. The same text has the same answer. */
export function createMaskSecrets(): MaskSecrets {
  const known = new Map<string, string>()
  let characters = 0
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const masked = maskSecrets(text)
    characters += text.length
    if (characters > rememberedCharactersMax) {
      known.clear()
      characters = text.length
    }
    known.set(text, masked)
    return masked
  }
}

/** As a file is searched in which nothing is quoted: what else is quoted is found as well. */
const anyFile = { path: '.env', language: null, isSample: false } as const

function maskSecrets(text: string): string {
  const searched: SearchedText = { text, ...anyFile }
  const spans: Span[] = [
    ...findTokens(searched),
    ...(text.includes('_auth') ? findConfigLogins({ ...searched, path: '.npmrc' }) : []),
    ...(text.includes('"auth"') ? findConfigLogins({ ...searched, path: 'config.json' }) : []),
    ...findAddressPasswords(searched),
    ...findAssignedSecrets(searched),
    ...serviceTokens(text),
    ...findLikelySecrets(text),
    ...[...privateKeysIn(text)].flatMap(({ lines }) => lines),
  ]
  if (spans.length === 0) return text
  spans.sort((a, b) => a.start - b.start)
  let masked = ''
  let copiedTo = 0
  for (const { start, end } of spans) {
    if (end <= copiedTo) continue
    masked += text.slice(copiedTo, start) + '*'.repeat(end - Math.max(start, copiedTo))
    copiedTo = end
  }
  return masked + text.slice(copiedTo)
}

const serviceToken = new RegExp(`(?<![A-Za-z0-9])(?:${beginnings.source})[A-Za-z0-9][\\w.+/=-]{15,1000}`, 'g')

/** Of the services that the reports leave to secretlint, which has to be waited for. */
function* serviceTokens(text: string): Iterable<Span> {
  if (!beginnings.test(text)) return
  for (const { index, 0: token } of text.matchAll(serviceToken)) {
    if (!/\d/.test(token) || isMadeUp(token) || entropy(token) < 3.5) continue
    yield { start: index, end: index + token.length }
  }
}
