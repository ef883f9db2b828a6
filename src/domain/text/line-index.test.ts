import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { indexLines } from './line-index.ts'

describe('lines of a text', () => {
  test.each([
    ['', 0],
    ['a', 1],
    ['a\n', 1],
    ['a\nb', 2],
    ['\n', 1],
    ['a\rb\u2028c', 1],
    ['a\r\nb\r\n', 2],
  ])('%j has %i', (text, count) => expect(indexLines(text).lineCount).toBe(count))

  test('a line that does not exist is empty', () => {
    const lines = indexLines('a\nb\n')
    expect([-1, 0, 1, 2, 3, 4].map((line) => lines.lineText(line))).toEqual(['', '', 'a', 'b', '', ''])
  })

  test('offsets and positions are each other’s way back', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '\n', '\r', 'é', '😀') }),
        fc.nat(60),
        (text, at) => {
          const lines = indexLines(text)
          const offset = Math.min(at, text.length)
          const { line, column } = lines.positionAt(at)
          expect(lines.offsetAt(line, column)).toBe(offset)
          expect(text.slice(0, offset).split('\n').length).toBe(line)
          expect(lines.lineText(line).slice(0, column - 1)).toBe(text.slice(0, offset).split('\n').at(-1))
        },
      ),
    )
  })

  test('positions outside the text are its ends', () => {
    const lines = indexLines('ab\ncd')
    expect(lines.positionAt(99)).toEqual({ line: 2, column: 3 })
    expect(lines.positionAt(-1)).toEqual({ line: 1, column: 1 })
    expect([lines.offsetAt(1, 99), lines.offsetAt(9, 1), lines.offsetAt(0, 0)]).toEqual([2, 5, 0])
  })
})
