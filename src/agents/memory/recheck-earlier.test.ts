import { expect, test } from 'vitest'
import type { Finding, FindingId } from '../../domain/finding/finding.ts'
import { nameRule } from '../grounding/name-rule.ts'
import { recheckEarlier } from './recheck-earlier.ts'

const lines = ['let a = 1', 'let b = load()', '  return  a / b', 'end', 'return a / b']

function earlier(changes: Partial<Finding> = {}): Finding {
  return {
    id: '00112233aabbccdd' as FindingId,
    path: 'src/a.ts',
    line: 2,
    endLine: 2,
    column: 1,
    endColumn: 13,
    side: 'RIGHT',
    rule: 'agents/correctness',
    severity: 'high',
    category: 'correctness',
    cwe: [],
    message: 'b may be nought.',
    suggestion: null,
    source: 'agent',
    confidence: 0.8,
    suppressed: null,
    shown: true,
    alsoReportedBy: [],
    symbol: null,
    excerpt: ['return a / b'],
    voices: [{ speaker: 'reviewer', round: 1, stance: 'proposes', text: 'b may be nought.' }],
    ...changes,
  }
}

function recheck(finding: Finding, said: Parameters<typeof recheckEarlier>[1] = []) {
  return recheckEarlier([finding], said, [], (path) => (path === 'src/a.ts' ? lines : null))
}

test('still there by its quote, and nobody said it is fixed: it stands, on the nearest of its lines', () => {
  const { standing, over } = recheck(earlier())
  expect(over).toEqual([])
  expect(standing).toMatchObject([
    {
      by: 'reviewer',
      outcome: 'upheld',
      claim: { line: 3, endLine: 3, quote: '  return  a / b', severity: 'high' },
    },
  ])
  expect(standing[0]?.voices).toEqual(earlier().voices)
})

test('it keeps the rule that it was told under, so that its thread goes on', () => {
  const named = { rule: 'agents/division-nought', message: 'Division by nought. b may be 0.' }
  expect(recheck(earlier(named)).standing[0]?.claim).toMatchObject({
    title: 'Division by nought',
    message: 'Division by nought. b may be 0.',
  })
  const other = recheck(earlier({ ...named, message: 'Somewhere else: it breaks.' })).standing[0]?.claim
  expect(other?.title).toBe('division nought')
  for (const claim of [recheck(earlier(named)).standing[0]?.claim, other])
    expect(nameRule(claim as NonNullable<typeof claim>)).toBe('division-nought')
})

test('the coder says that it is fixed', () => {
  const said = [{ finding: '00112233aabbccdd', isFixed: true, reason: 'load() throws on nought now.' }]
  expect(recheck(earlier(), said)).toEqual({
    standing: [],
    over: [{ finding: earlier(), reason: 'load() throws on nought now.' }],
  })
})

test('the coder says that it is fixed, and the other one found it again', () => {
  const [again] = recheck(earlier()).standing
  if (again === undefined) throw new Error('it should stand')
  const said = [{ finding: '00112233aabbccdd', isFixed: true, reason: 'load() throws on nought now.' }]
  expect(recheckEarlier([earlier()], said, [again], () => lines)).toEqual({ standing: [], over: [] })
})

test('the coder says that it is not', () => {
  const said = [{ finding: '00112233aabbccdd', isFixed: false, reason: 'Nothing changed.' }]
  expect(recheck(earlier(), said).standing).toHaveLength(1)
})

test('its code is gone', () => {
  const other = earlier({ excerpt: ['return a % b'] })
  expect(recheck(other).over).toEqual([{ finding: other, reason: 'The code that it quotes is gone.' }])
})

test('not ours to say: findings of analysers, files that are not read any more', () => {
  expect(recheck(earlier({ source: 'analyser' }))).toEqual({ standing: [], over: [] })
  expect(recheck(earlier({ path: 'src/b.ts' }))).toEqual({ standing: [], over: [] })
})

test('what was found again today is not said twice', () => {
  const [again] = recheck(earlier()).standing
  if (again === undefined) throw new Error('it should stand')
  const said = recheckEarlier(
    [earlier()],
    [],
    [{ ...again, claim: { ...again.claim, line: 2, endLine: 3 } }],
    () => lines,
  )
  expect(said).toEqual({ standing: [], over: [] })
})

test('today it was raised again, and refuted', () => {
  const [again] = recheck(earlier()).standing
  if (again === undefined) throw new Error('it should stand')
  const refuted = { ...again, outcome: 'refuted' as const, reason: 'The reviewer refuted it with code.' }
  expect(recheckEarlier([earlier()], [], [refuted], () => lines)).toEqual({
    standing: [],
    over: [{ finding: earlier(), reason: 'The reviewer refuted it with code.' }],
  })
})
