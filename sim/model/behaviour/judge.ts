/** Says which findings and defects mean the same, by the words that they share: a stand-in for a judge that understands. */
import type { Prompt } from '../prompt/prompt.ts'
import { isObject } from '../wire/check-schema.ts'
import { jsonOf } from './read-claims.ts'

/** Of the words of the shorter text. */
const sharedMin = 0.25

export function judgePairs({ blocks }: Prompt): unknown {
  const pairs = blocks.filter(({ kind }) => kind === 'claims').flatMap(({ text }) => pairsIn(jsonOf(text)))
  return {
    pairs: pairs.map(({ pair, finding, defect }) => {
      const isSame = sharedOf(wordsOf(finding), wordsOf(defect)) >= sharedMin
      return { pair, isSame, reason: isSame ? 'They share many words.' : 'They share too few words.' }
    }),
  }
}

interface Pair {
  readonly pair: string
  readonly finding: string
  readonly defect: string
}

function pairsIn(value: unknown): readonly Pair[] {
  if (Array.isArray(value)) return value.flatMap(pairsIn)
  if (!isObject(value)) return []
  const { pair, finding, defect } = value
  if (typeof pair !== 'string') return Object.values(value).flatMap(pairsIn)
  return [{ pair, finding: toldOf(finding), defect: toldOf(defect) }]
}

function toldOf(value: unknown): string {
  return isObject(value) ? String(value.message ?? value.text ?? '') : String(value)
}

function sharedOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return a.intersection(b).size / Math.max(1, Math.min(a.size, b.size))
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set([...text.toLowerCase().matchAll(/[a-z_]{4,}/g)].map(([word]) => word))
}
