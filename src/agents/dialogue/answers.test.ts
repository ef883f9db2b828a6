import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkSchema } from '../../../sim/model/wire/check-schema.ts'
import { answerFormat } from './answer-format.ts'
import {
  AnswerAnswer,
  ChallengeAnswer,
  ImproveAnswer,
  JudgeAnswer,
  ProposeAnswer,
  SettleAnswer,
  TextAnswer,
  WalkthroughAnswer,
} from './answers.ts'

const formats = [
  answerFormat('propose', ProposeAnswer),
  answerFormat('challenge', ChallengeAnswer),
  answerFormat('answer', AnswerAnswer),
  answerFormat('settle', SettleAnswer),
  answerFormat('walkthrough', WalkthroughAnswer),
  answerFormat('text', TextAnswer),
  answerFormat('improve', ImproveAnswer),
  answerFormat('judge', JudgeAnswer),
]
const propose = answerFormat('propose', ProposeAnswer)
const challenge = answerFormat('challenge', ChallengeAnswer)

const finding = {
  path: 'src/a.ts',
  side: 'RIGHT',
  line: 3,
  endLine: 4,
  quote: 'a\nb',
  title: 'title',
  message: 'message',
  severity: 'high',
  category: 'security',
  cwe: ['CWE-79'],
  confidence: 0.5,
  replacement: null,
  evidence: [],
}

function read(changes: Readonly<Record<string, unknown>>): unknown {
  const parsed = propose.parse({ findings: [{ ...finding, ...changes }], earlier: [] })
  return parsed.ok ? parsed.value.findings[0] : parsed.failure
}

describe('what providers are told of an answer', () => {
  test.each(formats)('$name is accepted by a strict mode', ({ name, schema }) => {
    expect(schema).toMatchObject({ type: 'object', additionalProperties: false })
    checkSchema(schema, name, '()', true)
    expect(JSON.stringify(schema)).not.toMatch(
      /minLength|maxLength|minimum|maximum|maxItems|\$schema|default/,
    )
  })

  test('a verdict', () => {
    expect(answerFormat('settle', SettleAnswer).schema).toMatchSnapshot()
  })
})

describe('what is plainly meant is taken', () => {
  test.each([
    ['severity', { severity: ' HIGH ' }, { severity: 'high' }],
    ['a severity by another name', { severity: 'Blocker' }, { severity: 'critical' }],
    ['category', { category: 'Bug' }, { category: 'correctness' }],
    ['a line as text', { line: 'R12', endLine: '14' }, { line: 12, endLine: 14 }],
    ['no end', { endLine: null }, { line: 3, endLine: 3 }],
    ['the side by its name', { side: 'base' }, { side: 'LEFT' }],
    ['no side', { side: undefined }, { side: 'RIGHT' }],
    ['confidence in percent', { confidence: '85%' }, { confidence: 0.85 }],
    [
      'weaknesses',
      { cwe: ['79', 'cwe-89: SQL injection', 'CWE_22', 'none', 'CWE-79', 6, { toString: 0 }] },
      { cwe: ['CWE-79', 'CWE-89', 'CWE-22', 'CWE-6'] },
    ],
    ['no weaknesses', { cwe: null }, { cwe: [] }],
    ['no evidence', { evidence: undefined }, { evidence: [] }],
    ['a replacement that removes', { replacement: '' }, { replacement: '' }],
    ['a long message', { message: 'x'.repeat(5_000) }, { message: 'x'.repeat(1_500) }],
  ])('%s', (_, changes, expected) => {
    expect(read(changes)).toEqual({ ...finding, ...expected })
  })

  test('unknown keys are dropped, lists are cut to their bound, what is left out is empty', () => {
    expect(propose.parse({ findings: [{ ...finding, praise: 'great' }], mood: 'fine' })).toEqual({
      ok: true,
      value: { findings: [finding], earlier: [] },
    })
    const many = propose.parse({ findings: Array.from({ length: 500 }, () => finding) })
    expect(many.ok && many.value.findings.length).toBe(20)
  })

  test('stances in another form', () => {
    const verdict = { claim: 'C1', stance: 'Refuted', severity: '', reason: 'no' }
    expect(challenge.parse({ verdicts: [verdict] })).toEqual({
      ok: true,
      value: {
        verdicts: [{ claim: 'c1', stance: 'refute', severity: null, reason: 'no', evidence: [] }],
        findings: [],
      },
    })
  })
})

describe('what matters is not guessed', () => {
  test.each([
    ['no path', { path: '' }],
    ['no quote', { quote: undefined }],
    ['a quote without bound', { quote: 'x'.repeat(4_001) }],
    ['no line', { line: 'somewhere' }],
    ['line nought', { line: 0 }],
    ['a severity of its own', { severity: 'apocalyptic' }],
    ['no message', { message: ' ' }],
    ['confidence beyond all', { confidence: 1_000 }],
    ['a replacement that is none', { replacement: { text: 'x' } }],
  ])('%s', (_, changes) => {
    expect(read(changes)).toMatchSnapshot()
  })

  test('problems are bounded, however wrong an answer is', () => {
    const parsed = propose.parse({ findings: Array.from({ length: 20 }, () => ({})) })
    expect(parsed.ok ? [] : parsed.failure).toHaveLength(13)
    expect(propose.parse('nothing')).toEqual({
      ok: false,
      failure: [expect.stringContaining('the answer: ')],
    })
  })

  test('any value whatsoever is read or refused, and never thrown over', () => {
    const noText = { toString: 0, valueOf: null }
    const noLength = { length: noText }
    const odd = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('', 'R3', -1, 1e9, null, [], {}, true, noText, [noText], noLength, [noLength]),
    )
    const shape = fc.record(Object.fromEntries(Object.keys(finding).map((key) => [key, odd])))
    fc.assert(
      fc.property(fc.oneof(odd, shape), fc.array(shape), (any, findings) => {
        for (const format of formats) expect(format.parse(any)).toHaveProperty('ok')
        expect(propose.parse({ findings })).toHaveProperty('ok')
      }),
      { numRuns: 100 },
    )
    expect(propose.parse({ findings: [{ ...finding, path: noLength }] }).ok).toBe(false)
  })
})
