/**
 * Whether a model's words hold what nobody outside may read: the words of our prompts, the canaries in them, keys. Looked
 * for as they are, spaced out, backwards, turned by thirteen letters, and in base64 or hexadecimal, because an instruction
 * in a change may ask for any of these.
 */
import { Buffer } from 'node:buffer'

export interface LeakFacts {
  readonly canaries: readonly string[]
  readonly prompts: readonly string[]
  /** Whether the change itself holds this word. */
  readonly isKnown: (word: string) => boolean
}

const shingleWords = 9
const windowMin = 10

/** @returns what leaks, in words that tell none of it; null when nothing does */
export function findLeak(text: string, facts: LeakFacts): string | null {
  const readings = readingsOf(text)
  const letters = readings.map(lettersOf)
  if (facts.canaries.some((canary) => holdsMostOf(letters, canary)))
    return 'It repeats a word of our own instructions.'
  if (readings.some((reading) => facts.prompts.some((prompt) => sharesShingle(reading, prompt))))
    return 'It repeats our own instructions.'
  if (readings.some((reading) => keyShapes.some((shape) => shape.test(reading))))
    return 'It holds what looks like a key.'
  return oddWord(text, facts.isKnown) === null
    ? null
    : 'It holds a random-looking word that the change does not.'
}

function readingsOf(text: string): readonly string[] {
  const even = text
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}]/gu, (c) => (c === '\n' || c === '\t' ? ' ' : ''))
  const decoded = [...even.matchAll(/[\w+/-]{16,}={0,2}/g)]
    .slice(0, 50)
    .flatMap(([word]) => [
      Buffer.from(word, 'base64').toString('latin1'),
      ...(/^[\da-f]{24,}$/i.test(word) ? [Buffer.from(word, 'hex').toString('latin1')] : []),
    ])
  return [even, [...even].reverse().join(''), turned(even), ...decoded]
}

function turned(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const first = letter <= 'Z' ? 65 : 97
    return String.fromCharCode(((letter.charCodeAt(0) - first + 13) % 26) + first)
  })
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/** Most of a canary is as good as all of it. */
function holdsMostOf(texts: readonly string[], canary: string): boolean {
  const letters = lettersOf(canary)
  if (letters === '') return false
  const length = Math.min(letters.length, Math.max(windowMin, Math.ceil(letters.length * 0.7)))
  // What is in the middle is in most of it, wherever that begins: nearly every text is passed by on this alone.
  const middle = letters.slice(letters.length - length, length)
  const near = texts.filter((text) => text.includes(middle))
  if (near.length === 0) return false
  const windows = Array.from({ length: letters.length - length + 1 }, (_, at) =>
    letters.slice(at, at + length),
  )
  return windows.some((part) => near.some((text) => text.includes(part)))
}

function sharesShingle(text: string, prompt: string): boolean {
  const known = shinglesOf(prompt)
  const words = wordsOf(text)
  for (let at = 0; at + shingleWords <= words.length; at += 1)
    if (known.has(words.slice(at, at + shingleWords).join(' '))) return true
  return false
}

const shingles = new Map<string, ReadonlySet<string>>()
const promptsMax = 64

function shinglesOf(prompt: string): ReadonlySet<string> {
  const known = shingles.get(prompt)
  if (known !== undefined) return known
  const words = wordsOf(prompt)
  const made = new Set<string>()
  for (let at = 0; at + shingleWords <= words.length; at += 1)
    made.add(words.slice(at, at + shingleWords).join(' '))
  if (shingles.size >= promptsMax) shingles.clear()
  shingles.set(prompt, made)
  return made
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[a-z0-9]+/g) ?? []
}

/** Shapes of keys that nobody writes by accident. */
const keyShapes: readonly RegExp[] = [
  /\bAKIA[0-9A-Z]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{30,}/,
  /\bgithub_pat_\w{30,}/,
  /\bglpat-[\w-]{18,}/,
  /\bsk-[\w-]{20,}/,
  /\bsk_(?:live|test)_\w{16,}/,
  /\bxox[abprs]-[\w-]{10,}/,
  /\bAIza[\w-]{30,}/,
  /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}/,
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/,
]

/** A word that looks drawn by lot and does not stand in the change: nothing that a review has to say. */
function oddWord(text: string, isKnown: (word: string) => boolean): string | null {
  for (const [word] of text.matchAll(/[A-Za-z0-9+_-]{20,}(?:[/=][A-Za-z0-9+/=_-]*)?/g))
    if (looksRandom(word) && !isKnown(word)) return word
  return null
}

function looksRandom(word: string): boolean {
  const turns = (word.match(/[a-z](?=[A-Z0-9])|[A-Z](?=[0-9])|[0-9](?=[A-Za-z])/g) ?? []).length
  const numbers = (word.match(/\d+/g) ?? []).length
  return numbers > 1 && /[a-z]/i.test(word) && turns >= word.length / 6 && entropyOf(word) > 3.2
}

/** Bits for each character. */
function entropyOf(word: string): number {
  const counts = new Map<string, number>()
  for (const character of word) counts.set(character, (counts.get(character) ?? 0) + 1)
  return [...counts.values()].reduce((sum, count) => {
    const share = count / word.length
    return sum - share * Math.log2(share)
  }, 0)
}
