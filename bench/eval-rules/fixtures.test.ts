import { expect, test } from 'vitest'
import { addScores, scoreLines } from './fixtures.ts'
import { renderFixtures } from './render.ts'

test('marked lines are counted as found, missed and falsely reported', () => {
  const text = 'bad() # WRONG\ngood() # RIGHT\nbad(1) # WRONG\nplain()\n'
  expect(scoreLines(text, [1, 2, 4])).toMatchObject({ wrong: 2, found: 1, right: 1, falseReports: 2 })
})

test('scores of several files add up to one line of the table', () => {
  const one = { ...scoreLines('x # WRONG\ny # RIGHT\n', [1]), ruleFolder: 'ruby', rules: 1 }
  const two = scoreLines('x # WRONG\ny # RIGHT\n', [2])
  expect(renderFixtures([addScores(one, two)])).toMatchInlineSnapshot(`
    "Own fixtures

    language  rules  wrong lines found  near misses reported  precision  recall  false-positive rate
    ruby          1             1 of 2                1 of 2       0.50    0.50                 0.50
    all           1             1 of 2                1 of 2       0.50    0.50                 0.50
    "
  `)
})
