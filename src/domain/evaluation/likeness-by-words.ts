/**
 * Which findings talk about the same as a defect whose place is unknown, by the names and words that they share. Weak:
 * two remarks about one function look alike whatever they say. It is a fallback for runs without a judge.
 */
import type { ExpectedDefect, Likeness, ReportedFinding } from './evaluated-case.ts'

/** Weighted share of the shorter text's words. */
const degreeMin = 0.3
const sharedMin = 2
/** A name out of the code says more than a word. */
const nameWeight = 3

export function likenessByWords(
  findings: readonly ReportedFinding[],
  defects: readonly ExpectedDefect[],
): readonly Likeness[] {
  const told = findings.map((finding) => ({ finding, words: wordsOf(`${finding.message} ${finding.path}`) }))
  return defects.flatMap((defect) => {
    const words = wordsOf(`${defect.text} ${defect.path ?? ''}`)
    return told.flatMap(({ finding, words: others }) => {
      const degree = sharedOf(words, others)
      return degree < degreeMin ? [] : [{ finding: finding.id, defect: defect.id, degree }]
    })
  })
}

function sharedOf(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  const shared = [...a].filter(([word]) => b.has(word))
  if (shared.length < sharedMin) return 0
  return weigh(shared) / Math.max(1, Math.min(weigh([...a]), weigh([...b])))
}

function weigh(words: readonly (readonly [string, number])[]): number {
  return words.reduce((sum, [, weight]) => sum + weight, 0)
}

function wordsOf(text: string): ReadonlyMap<string, number> {
  const words = text.matchAll(/[\p{L}_$][\p{L}\p{N}_$]{2,}/gu)
  return new Map(
    [...words].flatMap(([word]) => {
      const isName = /[_$\d]|\p{Ll}\p{Lu}/u.test(word)
      const lower = word.toLowerCase()
      return commonWords.has(lower) ? [] : [[lower, isName ? nameWeight : 1] as const]
    }),
  )
}

const commonWords: ReadonlySet<string> = new Set(
  (
    'the and that this with when where which from into will would should could can may might not but are was were has ' +
    'have had been being its they them then than there here because since does done use used uses using for all any ' +
    'each one two same other only also still code line lines file function method class value values call calls called ' +
    'return returns change changed src lib test tests index main'
  ).split(' '),
)
