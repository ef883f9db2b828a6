import { expect, test } from 'vitest'
import { addedDirectives } from './added-directives.ts'
import { findDirectives } from './find-directives.ts'

function addedLinesOf(head: string, base: string | null, addedLines?: readonly number[]): readonly number[] {
  const lines = addedLines === undefined ? null : new Set(addedLines)
  return addedDirectives(findDirectives(head, 'python'), base, 'python', lines).map(({ line }) => line)
}

test('in a new file every directive is new', () => {
  expect(addedLinesOf('a  # noqa\nb  # noqa: F401\n', null)).toEqual([1, 2])
})

test('one that moved is not', () => {
  expect(addedLinesOf('x\ny\na  # noqa\n', 'a  # noqa\nx\n')).toEqual([])
})

test('of several alike, the one on an added line is the new one', () => {
  expect(addedLinesOf('b  # noqa\na  # noqa\n', 'a  # noqa\n', [1])).toEqual([1])
})

test('one that silences more than before is new', () => {
  expect(addedLinesOf('a  # noqa\n', 'a  # noqa: F401\n')).toEqual([1])
})
