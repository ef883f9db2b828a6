/** Our engine beside Prometheus' own, over the same series. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluate } from './evaluate.ts'
import { EvaluationError } from './evaluation-error.ts'
import type { Expression } from './expression.ts'
import { type Answer, askPromtool, generationOfPromtool, type Question } from './fixtures/ask-promtool.ts'
import { generateExpressions } from './fixtures/generated-expressions.ts'
import { generateSeries } from './fixtures/generated-series.ts'
import { holdSeries } from './held-series.ts'
import { labelKey } from './labels.ts'
import { parseExpression } from './parse-expression.ts'

const seed = 7
/** Some where points lie exactly at the ends of ranges, some in between, one before everything, one after. */
const moments = [0, 95_000, 600_000, 777_777, 1_203_456, 1_990_000, 2_000_000]

/** Each is read or refused by Prometheus in a way that a generator seldom hits upon. */
const chosen = [
  'g1 + g2 offset 1m * 2',
  'g1 offset 1m - g2 offset 2m - 1',
  '2 ^ 3 ^ 2 * vector(1)',
  '-2 ^ 2 + vector(0)',
  'vector(1) ^ -2 ^ 2',
  '- g1 * - g2',
  'sum(g1) / sum(g2) == bool 1 or vector(2)',
  'g1 > 3 < 20',
  '3 < g1',
  'g1 == ignoring (shape) g2',
  'g1 * on (side) info',
  'info * on (side) g1',
  'g1 * on (side) group_left info',
  'g1 * on (side) group_left (owner, shape) info',
  'g1{shape="rising"} + on (side) g1{shape="gappy"}',
  'rate({shape="rising"}[5m])',
  '{shape="rising"} * 2',
  'sum by (__name__) ({side="odd"})',
  'abs({__name__=~"g.",shape="constant"})',
  'last_over_time({__name__=~"g.",shape="constant"}[5m])',
  'g1{shape!~"r.*"} and g2{shape=~".*ing"}',
  'g1 unless on (shape) g2 > 5',
  'g1 or g2',
  'g1{nothing=""}',
  'g1{side=~"even|"}',
  'absent(g1)',
  'absent(g1{shape="never",side=~"x"})',
  'absent(sum(nothing))',
  'absent_over_time(g1{shape="late"}[5m])',
  'scalar(g1) * vector(1)',
  'histogram_quantile(0.9, sum by (le) (rate(h_bucket[5m])))',
  'histogram_quantile(0.9, h_bucket)',
  'histogram_quantile(0.9, h_bucket{le!="+Inf"})',
  'histogram_quantile(0.5, g1)',
  'predict_linear(g1[10m] offset 2m, 600)',
  'vector(1) / 0 - vector(1) / 0',
  'sum(g1 / 0)',
  'max(g1 * (0 / 0)) or min(vector(0 / 0))',
  'g1 % 3',
  'time() - vector(60)',
  'vector(0x1F)',
]

test('gives what Prometheus gives, for many expressions over all shapes of series', async () => {
  const series = generateSeries(seed)
  const source = holdSeries(series)
  const expressions = [...new Set([...chosen, ...generateExpressions(seed, 400)])]
  const questions: readonly Question[] = expressions.flatMap((expression) =>
    moments.map((at) => ({ expression, at })),
  )
  const generation = await generationOfPromtool()
  const theirs = await askPromtool(series, questions)
  const different = questions.flatMap(({ expression, at }, index) => {
    const ours = answer(expression, (read) => evaluate(read, source, at, { generation }))
    return isSame(ours, theirs[index] ?? 'error') ? [] : [{ expression, at, ours, theirs: theirs[index] }]
  })
  expect(different).toEqual([])
  // What is compared is not for the most part nothing.
  expect(theirs.filter((values) => values.length > 0).length).toBeGreaterThan(questions.length / 2)
})

describe('reading', () => {
  test.each([
    ['g1[5m:1m]', 'unsupported', 'subquery'],
    ['g1 @ 5', 'unsupported', '@'],
    ['topk(3, g1)', 'unsupported', 'topk'],
    ['holt_winters(g1[5m], 0.5, 0.5)', 'syntax', 'not PromQL'],
    ['label_replace(g1, "a", "b", "c", "d")', 'unsupported', 'label_replace'],
    ['g1 * on (a) group_right g2', 'unsupported', 'group_right'],
    ['atan2(g1)', 'syntax', 'not PromQL'],
    ['g1 atan2 g2', 'unsupported', 'atan2'],
    ['g1{a=~"(?<!x)["}', 'unsupported', 'pattern'],
    ['rate(g1)', 'type', 'range'],
    ['rate(g1[5m] + 1)', 'type', 'range'],
    ['g1[5m]', 'type', 'range'],
    ['1 == 1', 'type', 'bool'],
    ['1 and g1', 'type', 'and'],
    ['sum(g1) offset 5m', 'type', 'offset'],
    ['g1 offset 5m offset 5m', 'type', 'offset'],
    ['{a=""}', 'type', 'matcher'],
    ['abs(g1, 2)', 'type', 'argument'],
    ['g1{a="b', 'syntax', ''],
    ['g1{a="\\q"}', 'syntax', 'string'],
    ['', 'syntax', ''],
    ['sum(', 'syntax', ''],
    [`${'('.repeat(300)}g1${')'.repeat(300)}`, 'unsupported', 'nested'],
    ['g1 + '.repeat(1_000), 'unsupported', 'characters'],
  ])('%j is refused by name', (text, kind, word) => {
    const parsed = parseExpression(text)
    expect(parsed).toMatchObject({ ok: false, failure: { kind, message: expect.stringContaining(word) } })
  })

  test('no text makes it throw', () => {
    const words = generateExpressions(3, 100).flatMap((expression) => expression.split(/\b/))
    const soup = fc.array(fc.oneof(fc.constantFrom(...words), fc.string())).map((parts) => parts.join(''))
    fc.assert(
      fc.property(soup, (text) => typeof parseExpression(text).ok === 'boolean'),
      { numRuns: 500 },
    )
  })
})

test('by the rules of Prometheus 3 a point at the very beginning of a range or of the look back is not in it', () => {
  const times = [0, 60_000, 120_000, 180_000, 240_000, 300_000]
  const source = holdSeries([{ labels: { __name__: 'a' }, times, values: times.map(() => 1) }])
  const count = (at: number, generation: 2 | 3) =>
    answer('count_over_time(a[5m])', (read) => evaluate(read, source, at, { generation }))
  expect(count(300_000, 2)).toMatchObject([{ value: 6 }])
  expect(count(300_000, 3)).toMatchObject([{ value: 5 }])
  const last = (at: number, generation: 2 | 3) =>
    answer('a', (read) => evaluate(read, source, at, { generation }))
  expect(last(600_000, 2)).toHaveLength(1)
  expect(last(600_000, 3)).toEqual([])
})

function answer(text: string, of: (expression: Expression) => Answer): Answer {
  const parsed = parseExpression(text)
  if (!parsed.ok) return 'error'
  try {
    return of(parsed.value)
  } catch (error) {
    if (error instanceof EvaluationError) return 'error'
    throw error
  }
}

function isSame(ours: Answer, theirs: Answer): boolean {
  if (ours === 'error' || theirs === 'error') return ours === theirs
  const expected = new Map(theirs.map(({ labels, value }) => [labelKey(labels), value]))
  return (
    ours.length === theirs.length &&
    ours.every(({ labels, value }) => isNear(value, expected.get(labelKey(labels))))
  )
}

/** Sums are taken in another order. */
function isNear(value: number, expected: number | undefined): boolean {
  if (expected === undefined) return false
  if (Object.is(value, expected) || value === expected) return true
  return Math.abs(value - expected) <= 1e-9 * Math.max(1, Math.abs(value), Math.abs(expected))
}
