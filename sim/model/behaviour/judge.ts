/** Says which findings and defects mean the same, by the words that they share: a stand-in for a judge that understands. */
import type { Prompt } from '../prompt/prompt.ts'
import { isObject } from '../wire/check-schema.ts'
import { jsonOf } from './read-claims.ts'

/** Of the words of the shorter text. */
const sharedMin = 0.3

export function judgeMatches({ blocks }: Prompt): unknown {
  const told = (kind: string) =>
    blocks.filter((block) => block.kind === kind).flatMap(({ text }) => namedIn(jsonOf(text)))
  const defects = told('known')
  return {
    matches: told('claims').flatMap((finding) =>
      defects
        .filter((defect) => sharedOf(finding.words, defect.words) >= sharedMin)
        .map((defect) => ({
          finding: finding.id,
          defect: defect.id,
          isSame: true,
          reason: 'They share most of their words.',
        })),
    ),
  }
}

interface Named {
  readonly id: string
  readonly words: ReadonlySet<string>
}

function namedIn(value: unknown): readonly Named[] {
  if (Array.isArray(value)) return value.flatMap(namedIn)
  if (!isObject(value)) return []
  const { id, ...rest } = value
  return typeof id === 'string'
    ? [{ id, words: wordsOf(JSON.stringify(rest)) }]
    : Object.values(value).flatMap(namedIn)
}

function sharedOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return a.intersection(b).size / Math.max(1, Math.min(a.size, b.size))
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set([...text.toLowerCase().matchAll(/[a-z_]{4,}/g)].map(([word]) => word))
}
