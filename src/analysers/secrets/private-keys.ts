/**
 * Private keys in PEM armour, also where a JSON or source string holds them with `\n` written out.
 *
 * A header alone is code that handles keys; there has to be a body that could be a key.
 */
import type { FoundSecret, SearchedText } from './found-secret.ts'

const header = /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g
const bodyMax = 20_000
const keyCharactersMin = 100

export function* findPrivateKeys({ text, isSample }: SearchedText): Iterable<FoundSecret> {
  for (const match of text.matchAll(header)) {
    const start = match.index
    const bodyStart = start + match[0].length
    const ahead = text.slice(bodyStart, bodyStart + bodyMax)
    const next = ahead.indexOf('-----')
    const body = next === -1 ? ahead : ahead.slice(0, next)
    const lines = keyLines(body)
    const keyCharacters = lines.reduce((sum, line) => sum + line.length, 0)
    if (keyCharacters < keyCharactersMin || !isVaried(lines.join(''))) continue
    yield {
      rule: 'private-key',
      what: 'A private key',
      start,
      end: bodyStart,
      values: lines,
      // Keys made for tests are everyday; they still must not be trusted anywhere else.
      ...(isSample ? { severity: 'medium', confidence: 0.6 } : {}),
    }
  }
}

/** The lines of Base64, taken out of quotes, `+` signs and written-out line ends that source code puts around them. */
function keyLines(body: string): readonly string[] {
  const lines: string[] = []
  for (const part of body.split(/\\+[nr]|[\s"'`,;()]+/)) {
    if (part.length >= 16 && /^[A-Za-z0-9+/=]+$/.test(part)) lines.push(part)
    // Anything longer that is no Base64 means that the key has ended, or that it never was one.
    else if (part.length > 80) break
  }
  return lines
}

function isVaried(key: string): boolean {
  return new Set(key.slice(0, 400)).size > 24 && /[a-z]/.test(key) && /[A-Z]/.test(key) && /\d/.test(key)
}
