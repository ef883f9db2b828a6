/**
 * The service's own secrets, and the canary that stands beside them, in every form in which they turn up: as they are, as
 * they stand in JSON, a single line of a key, and in the encodings in which thieves hide what they take.
 */
import { createHash } from 'node:crypto'

export interface NamedSecret {
  /** For people. */
  readonly name: string
  readonly text: string
}

export interface OwnSecrets {
  /** @returns the name of one that stands in the text; null: none */
  foundIn(text: string): string | null
  /** @returns the name of the one that the text is; null: none. Takes as long whatever the text is. */
  named(text: string): string | null
  /** Puts an asterisk in the place of each character of every form. The same for the same text. */
  hide(text: string): string
}

/** Shorter texts would be found in ordinary words. */
const lengthMin = 8
/** What is shorter may still be a word, such as the password `postgres` of somebody's first try. */
const surelyNoWord = 16
/** Shorter lines of a key stand in other keys too. */
const keyLineMin = 40

export function createOwnSecrets(secrets: readonly NamedSecret[]): OwnSecrets {
  const told = secrets.filter(({ text }) => isTelling(text.trim()))
  const forms = told.flatMap(({ name, text }) => [...formsOf(text.trim())].map((form) => ({ name, form })))
  // What is a part of another one would leave the rest of it behind.
  const longestFirst = forms.toSorted((a, b) => b.form.length - a.form.length)
  const nameOfHash = new Map(told.map(({ name, text }) => [hashOf(text.trim()), name]))
  return {
    foundIn: (text) => forms.find(({ form }) => text.includes(form))?.name ?? null,
    hide: (text) =>
      longestFirst.reduce(
        (rest, { form }) => (rest.includes(form) ? rest.replaceAll(form, '*'.repeat(form.length)) : rest),
        text,
      ),
    named: (text) => nameOfHash.get(hashOf(text.trim())) ?? null,
  }
}

/** Whoever chose a word as a password would see every review refused in which the word stands. */
function isTelling(text: string): boolean {
  if (text.length >= surelyNoWord) return true
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(text))
  return text.length >= lengthMin && kinds.length >= 3
}

function formsOf(secret: string): ReadonlySet<string> {
  const keyLines = secret.split('\n').filter((line) => line.length >= keyLineMin && !line.startsWith('-'))
  const texts = secret.includes('\n') ? [secret, ...keyLines] : [secret]
  return new Set(
    texts.flatMap((text) => [
      text,
      JSON.stringify(text).slice(1, -1),
      encodeURIComponent(text),
      Buffer.from(text).toString('hex'),
      Buffer.from(text).toString('hex').toUpperCase(),
      ...base64Of(text),
    ]),
  )
}

/** What comes before and after changes the digits at both ends, so those are left away: three ways to stand in a text. */
function base64Of(text: string): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)])
    const digits = bytes.toString('base64').replace(/=*$/, '')
    const sure = digits.slice(before === 0 ? 0 : 4, Math.floor((bytes.length * 8) / 6))
    return [sure, sure.replaceAll('+', '-').replaceAll('/', '_')]
  })
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
