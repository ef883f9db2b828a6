import fc from 'fast-check'
import { expect, test } from 'vitest'
import { codeLinesOf } from './code-lines.ts'
import { type LocateRequest, locate } from './locate.ts'

const same = (text: string) => text
const nowhere = () => null

function request(of: Partial<LocateRequest>): LocateRequest {
  return { line: 1, endLine: 1, quote: '', words: '', symbolOf: nowhere, ...of }
}

const line = fc
  .array(
    fc.constantFrom(
      'a',
      'bc',
      'def',
      ' ',
      '  ',
      '\t',
      '(',
      ')',
      '=',
      '.',
      '1',
      '"',
      '{',
      '}',
      '\u200b',
      'é',
      '😀',
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''))

test('lines that are quoted as they are stand where they are claimed, whatever is done to their blanks', () => {
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 30 }),
      fc.nat(),
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom(' ', '\t', '   '),
      (lines, from, count, blank) => {
        const code = codeLinesOf(`${lines.join('\n')}\n`, same)
        const first = from % lines.length
        const quoted = lines.slice(first, first + count)
        fc.pre(quoted[0]?.trim() !== '' && quoted.at(-1)?.trim() !== '')
        const quote = quoted.map((text) => `${blank}${text.replace(/ /g, blank)}`).join('\n')
        const found = locate(code, request({ line: first + 1, endLine: first + quoted.length, quote }))
        expect(found).toMatchObject({
          ok: true,
          value: { line: first + 1, endLine: first + quoted.length, isAsClaimed: true },
        })
      },
    ),
    { numRuns: 1_000 },
  )
})

test('whatever is claimed, a place that is told is inside of the file and reads as the quote does', () => {
  const even = (text: string) => text.replace(/\s+/g, '')
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 30 }),
      fc.oneof(
        line,
        fc.array(line, { maxLength: 4 }).map((lines) => lines.join('\n')),
        fc.string({ unit: 'binary' }),
      ),
      fc.integer({ min: -5, max: 100 }),
      fc.integer({ min: -5, max: 100 }),
      (lines, quote, at, endLine) => {
        const code = codeLinesOf(lines.join('\n'), same)
        const found = locate(code, request({ line: at, endLine, quote }))
        if (!found.ok) return
        const { quoted, column, endColumn } = found.value
        expect(found.value.line).toBeGreaterThanOrEqual(1)
        expect(quoted.line).toBeGreaterThanOrEqual(found.value.line)
        expect(found.value.endLine).toBeLessThanOrEqual(code.original.length)
        expect(found.value.line).toBeLessThanOrEqual(found.value.endLine)
        expect(column).toBeGreaterThanOrEqual(1)
        expect(column).toBeLessThanOrEqual((code.original[found.value.line - 1] ?? '').length + 1)
        expect(endColumn).toBeLessThanOrEqual((code.original[found.value.endLine - 1] ?? '').length + 1)
        expect(even(code.shown.slice(quoted.line - 1, quoted.endLine).join(''))).not.toBe('')
      },
    ),
    { numRuns: 2_000 },
  )
})

test('a text made to hurt is searched in a moment', () => {
  const code = codeLinesOf('a a a a\n'.repeat(50_000), same)
  expect(locate(code, request({ line: 9, quote: 'a a a a\n'.repeat(150) })).ok).toBe(true)
  expect(locate(code, request({ line: 9, quote: 'a'.repeat(4_000) })).ok).toBe(false)
})
