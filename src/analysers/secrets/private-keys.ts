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
  for (const { start, end, lines } of privateKeysIn(text)) {
    const key = lines.map((line) => text.slice(line.start, line.end))
    const keyCharacters = key.reduce((sum, line) => sum + line.length, 0)
    if (keyCharacters < keyCharactersMin || !isVaried(key.join(''))) continue
    yield {
      rule: 'private-key',
      what: 'A private key',
      start,
      end,
      values: key,
      // Keys made for tests are everyday; they still must not be trusted anywhere else.
      ...(isSample ? { severity: 'medium', confidence: 0.6 } : {}),
    }
  }
}

export interface PrivateKeyPlace {
  /** Of the header. */
  readonly start: number
  readonly end: number
  /** Of the Base64, without what stands around it. */
  readonly lines: readonly { readonly start: number; readonly end: number }[]
}

/** Whatever stands behind a header, be it a key or not. */
export function* privateKeysIn(text: string): Iterable<PrivateKeyPlace> {
  for (const match of text.matchAll(header)) {
    const end = match.index + match[0].length
    const ahead = text.slice(end, end + bodyMax)
    const next = ahead.indexOf('-----')
    yield { start: match.index, end, lines: keyLines(next === -1 ? ahead : ahead.slice(0, next), end) }
  }
}

/** Of written-out line ends as many backslashes as two strings around each other make. */
const around = /\\{1,4}[nr]|[\s"'`,;()]+|$/g

/** The lines of Base64, taken out of quotes, `+` signs and written-out line ends that source code puts around them. */
function keyLines(body: string, offset: number): PrivateKeyPlace['lines'] {
  const lines: { readonly start: number; readonly end: number }[] = []
  let from = 0
  for (const { index, 0: separator } of body.matchAll(around)) {
    const part = body.slice(from, index)
    if (part.length >= 16 && /^[A-Za-z0-9+/=]+$/.test(part))
      lines.push({ start: offset + from, end: offset + index })
    // Anything longer that is no Base64 means that the key has ended, or that it never was one.
    else if (part.length > 80) break
    from = index + separator.length
  }
  return lines
}

function isVaried(key: string): boolean {
  return new Set(key.slice(0, 400)).size > 24 && /[a-z]/.test(key) && /[A-Z]/.test(key) && /\d/.test(key)
}
