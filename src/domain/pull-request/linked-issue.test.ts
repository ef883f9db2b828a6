import { expect, test } from 'vitest'
import { linkedIssueNumber } from './linked-issue.ts'

test.each([
  ['Fixes #12', 12],
  ['This closes: #7 and fixes #8', 7],
  ['RESOLVED   #1.', 1],
  ['see #12', null],
  ['fixes owner/repo#12', null],
  ['prefixes #12', null],
  ['fixes #0', null],
  ['', null],
])('%j names %j', (text, number) => expect(linkedIssueNumber(text)).toBe(number))
