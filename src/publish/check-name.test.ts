import { expect, test } from 'vitest'
import { checkNameFor } from './check-name.ts'

test('only a pull request into the default branch has the check that people require there', () => {
  const named = (baseBranch: string) => checkNameFor({ baseBranch, defaultBranch: 'main' }, 'autogen-bot')
  expect(named('main')).toBe('autogen-bot')
  expect(named('release/1')).toBe('autogen-bot (into release/1)')
  expect(named('ma\u202ein')).toBe('autogen-bot (into ma\\u{202e}in)')
  expect(named('x'.repeat(500)).length).toBeLessThan(130)
})
