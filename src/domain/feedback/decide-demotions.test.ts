import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decideDemotions, mayBeDemoted } from './decide-demotions.ts'
import type { FeedbackKind, RuleTally } from './feedback.ts'

function aTally(byKind: Partial<Record<FeedbackKind, number>>, rejectedBy: number): RuleTally {
  const none = { 'thumbs-down': 0, dismissed: 0, 'resolved-unchanged': 0, applied: 0, fixed: 0 }
  return { rule: 'oxlint/no-console', byKind: { ...none, ...byKind }, rejectedBy }
}

test('a rule that a repository keeps rejecting is demoted, with the reason in words', () => {
  expect(decideDemotions([aTally({ dismissed: 4, 'thumbs-down': 2, fixed: 3 }, 3)], [], 7)).toEqual([
    {
      rule: 'oxlint/no-console',
      reason: '3 people of this repository rejected 6 of 9 findings of this rule that anyone decided on.',
      at: 7,
    },
  ])
})

test.each<[string, RuleTally]>([
  ['four rejections are too few', aTally({ dismissed: 4 }, 4)],
  ['one person is too few', aTally({ dismissed: 20 }, 1)],
  ['more is fixed than rejected', aTally({ dismissed: 5, applied: 2, fixed: 3 }, 2)],
])('%s', (_, tally) => expect(decideDemotions([tally], [], 0)).toEqual([]))

test('what is demoted is not demoted again', () => {
  const demotion = { rule: 'oxlint/no-console', reason: 'so', at: 1 }
  expect(decideDemotions([aTally({ dismissed: 9 }, 3)], [demotion], 2)).toEqual([])
})

test('one more fix never demotes, one more rejection never saves', () => {
  const count = fc.nat(20)
  fc.assert(
    fc.property(count, count, count, (dismissed, fixed, people) => {
      const isDemoted = (d: number, f: number) =>
        decideDemotions([aTally({ dismissed: d, fixed: f }, people)], [], 0).length === 1
      if (isDemoted(dismissed, fixed + 1)) expect(isDemoted(dismissed, fixed)).toBe(true)
      if (isDemoted(dismissed, fixed)) expect(isDemoted(dismissed + 1, fixed)).toBe(true)
    }),
  )
})

test('critical findings and secrets stay where they are', () => {
  expect(mayBeDemoted({ severity: 'critical', category: 'correctness' })).toBe(false)
  expect(mayBeDemoted({ severity: 'low', category: 'secret' })).toBe(false)
  expect(mayBeDemoted({ severity: 'high', category: 'security' })).toBe(true)
})
