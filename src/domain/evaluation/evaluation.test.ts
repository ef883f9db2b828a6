/** The arithmetic of evaluations: matching, figures, intervals. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareRuns, intervalsOf } from './bootstrap.ts'
import type { EvaluatedCase, ExpectedDefect, Likeness, ReportedFinding } from './evaluated-case.ts'
import { likenessByPlace } from './likeness-by-place.ts'
import { likenessByWords } from './likeness-by-words.ts'
import { matchFindings } from './match-findings.ts'
import { countCase, scoresOf } from './scores.ts'

const likenesses = fc.array(
  fc.record({
    finding: fc.integer({ min: 0, max: 6 }).map((at) => `f${at}`),
    defect: fc.integer({ min: 0, max: 6 }).map((at) => `d${at}`),
    degree: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { maxLength: 20 },
)

describe('matching', () => {
  test('pairs are one to one, alike, and no other choice makes more of them', () => {
    fc.assert(
      fc.property(likenesses, (pairs) => {
        const matches = matchFindings(pairs)
        expect(new Set(matches.map(({ finding }) => finding)).size).toBe(matches.length)
        expect(new Set(matches.map(({ defect }) => defect)).size).toBe(matches.length)
        const names = new Set(pairs.map(({ finding, defect }) => `${finding} ${defect}`))
        for (const { finding, defect } of matches) expect(names).toContain(`${finding} ${defect}`)
        expect(matches.length).toBe(mostPairs(pairs))
      }),
    )
  })

  test('the order in which things are told does not matter', () => {
    fc.assert(
      fc.property(
        likenesses.chain((pairs) =>
          fc.tuple(fc.constant(pairs), fc.shuffledSubarray(pairs, { minLength: pairs.length })),
        ),
        ([pairs, shuffled]) => {
          expect(matchFindings(shuffled)).toEqual(matchFindings(pairs))
        },
      ),
    )
  })

  test('by place: the same file, and lines near enough; a path may lack its first folders', () => {
    const found = [
      finding('f1', 'a/src/x.ts', 12),
      finding('f2', 'a/src/x.ts', 40),
      finding('f3', 'src/y.ts', 10),
    ]
    const known = [defect('d1', 'src/x.ts', 8, 10), defect('d2', 'rc/x.ts', 12, 12)]
    expect(likenessByPlace(found, known, 3)).toEqual([{ finding: 'f1', defect: 'd1', degree: 1 / 3 }])
    expect(likenessByPlace(found, known, 1)).toEqual([])
  })

  test('by words: names out of the code count most', () => {
    const found = [
      finding('f1', 'x.ts', 1, 'shapeCache is cleared for every file, so clearShapeCache drops too much.'),
      finding('f2', 'x.ts', 9, 'This loop runs past the end.'),
    ]
    const known = [
      { ...defect('d1', null, null, null), text: 'clearShapeCache() deletes the shapeCache of all files.' },
    ]
    expect(likenessByWords(found, known).map((pair) => pair.finding)).toEqual(['f1'])
  })
})

describe('figures', () => {
  test('precision, recall, F1 and noise of a run', () => {
    const cases = [
      evaluated('a', 2, 3, [
        ['f1', 'd1'],
        ['f2', 'd1'],
      ]),
      evaluated('b', 0, 1, []),
      evaluated('c', 1, 0, []),
    ]
    const counts = cases.map(countCase)
    expect(counts[0]).toMatchObject({ truePositives: 1, falsePositives: 2, falseNegatives: 1, duplicates: 1 })
    expect(scoresOf(counts)).toMatchObject({
      precision: 1 / 4,
      recall: 1 / 3,
      f1: 2 / 7,
      noise: 1,
      secondsPerChange: 2,
      dollarsPerChange: 0.5,
    })
    expect(scoresOf([])).toMatchObject({ precision: null, recall: null, f1: null, noise: null })
  })

  test('a figure lies within its interval, and the same seed gives the same one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(4), fc.nat(4), fc.nat(4)), { minLength: 2, maxLength: 12 }),
        (rows) => {
          const counts = rows.map(([truePositives, falsePositives, falseNegatives], at) => ({
            ...countCase(evaluated(`${at}`, 0, 0, [])),
            truePositives,
            falsePositives,
            falseNegatives,
          }))
          const options = { seed: 7, draws: 200 }
          const { noise } = intervalsOf(counts, options)
          expect(intervalsOf(counts, options)).toEqual({ ...intervalsOf(counts, options), noise })
          const worst = Math.max(...counts.map(({ falsePositives }) => falsePositives))
          const best = Math.min(...counts.map(({ falsePositives }) => falsePositives))
          expect(noise?.low).toBeGreaterThanOrEqual(best - 1e-9)
          expect(noise?.high).toBeLessThanOrEqual(worst + 1e-9)
        },
      ),
      { numRuns: 30 },
    )
  })

  test('a run compared with itself differs by nothing; a better one is told from chance', () => {
    const worse = Array.from({ length: 20 }, (_, at) =>
      countCase(evaluated(`${at}`, 1, 2, at % 4 === 0 ? [['f1', 'd1']] : [])),
    )
    const better = Array.from({ length: 20 }, (_, at) =>
      countCase(evaluated(`${at}`, 1, 1, at % 4 === 0 ? [] : [['f1', 'd1']])),
    )
    const same = compareRuns(worse.map((one) => [one, one] as const))
    expect(same.f1).toMatchObject({ difference: 0, interval: { low: 0, high: 0 }, isSignificant: false })
    const pairs = worse.map((one, at) => [one, better[at] as typeof one] as const)
    expect(compareRuns(pairs).recall).toMatchObject({ first: 0.25, second: 0.75, isSignificant: true })
    expect(compareRuns(pairs).dollarsPerChange.isSignificant).toBe(false)
  })
})

function mostPairs(pairs: readonly Likeness[], used: ReadonlySet<string> = new Set(), at = 0): number {
  const findings = [...new Set(pairs.map(({ finding }) => finding))]
  if (at === findings.length) return 0
  const free = pairs.filter(({ finding, defect }) => finding === findings[at] && !used.has(defect))
  const without = mostPairs(pairs, used, at + 1)
  const defects = [...new Set(free.map(({ defect }) => defect))]
  return Math.max(
    without,
    ...defects.map((defect) => 1 + mostPairs(pairs, new Set([...used, defect]), at + 1)),
  )
}

function finding(id: string, path: string, line: number, message = 'wrong'): ReportedFinding {
  return {
    id,
    path,
    line,
    endLine: line,
    side: 'RIGHT',
    severity: 'high',
    source: 'agent',
    rule: 'agent/x',
    message,
  }
}

function defect(
  id: string,
  path: string | null,
  line: number | null,
  endLine: number | null,
): ExpectedDefect {
  return { id, path, line, endLine, severity: 'high', text: 'wrong' }
}

function evaluated(
  id: string,
  defects: number,
  findings: number,
  pairs: readonly (readonly [string, string])[],
): EvaluatedCase {
  return {
    id,
    expected: Array.from({ length: defects }, (_, at) => defect(`d${at + 1}`, 'x.ts', 1, 1)),
    findings: Array.from({ length: findings }, (_, at) => finding(`f${at + 1}`, 'x.ts', 1)),
    likeness: {
      kind: 'place',
      pairs: pairs.map(([name, other]) => ({ finding: name, defect: other, degree: 1 })),
    },
    changedLines: 100,
    durationMs: 2_000,
    tokens: 1_000,
    microDollars: 500_000,
    judging: null,
  }
}
