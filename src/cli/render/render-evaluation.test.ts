import { expect, test } from 'vitest'
import { renderRun } from './render-evaluation.ts'

test('of no change it is said that nothing was counted, and why', () => {
  const failed = [{ id: 'a', message: 'The agents did not finish: the key is wrong.' }]
  const text = renderRun({ models: {}, linesMax: 5, cases: [], failed }, 'text')
  expect(text).toContain('Nothing was counted: no change has been reviewed to its end.')
  expect(text).toContain('Not counted: a: The agents did not finish')
  expect(text).not.toContain('which is few')
})
