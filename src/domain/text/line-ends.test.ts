import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evenLineEnds } from './line-ends.ts'
import { indexLines } from './line-index.ts'

test('a text without lone carriage returns is left alone', () => {
  const even = evenLineEnds('a\r\nb\n')
  expect(even.text).toBe('a\r\nb\n')
  expect(even.fromOriginal(2)).toEqual([2])
})

test('code behind a lone carriage return becomes a line of its own, and its place is found again', () => {
  const even = evenLineEnds('# hidden\rimport os\nx\n')
  expect(even.text).toBe('# hidden\nimport os\nx\n')
  expect(even.fromOriginal(1)).toEqual([1, 2])
  expect(even.fromOriginal(2)).toEqual([3])
  expect(even.toOriginal({ line: 2, column: 1, endLine: 2, endColumn: 7 })).toEqual({
    line: 1,
    column: 10,
    endLine: 1,
    endColumn: 16,
  })
})

test('every character keeps its place', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '\r', '😀') }), fc.nat(40), (text, at) => {
      const even = evenLineEnds(text)
      const offset = Math.min(at, text.length)
      expect(even.text.length).toBe(text.length)
      const { line, column } = indexLines(even.text).positionAt(offset)
      const original = indexLines(text).positionAt(offset)
      const range = even.toOriginal({ line, column, endLine: line, endColumn: column })
      expect([range.line, range.column]).toEqual([original.line, original.column])
      expect(even.fromOriginal(original.line)).toContain(line)
    }),
  )
})
