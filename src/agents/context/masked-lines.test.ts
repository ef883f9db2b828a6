import { expect, test } from 'vitest'
import { cutLine, maskedLines } from './masked-lines.ts'

test('a secret over several lines is taken out and the lines keep their numbers', () => {
  const key = '-----BEGIN KEY-----\nabcd\nefgh\n-----END KEY-----'
  const lines = maskedLines(`first\nconst key = \`${key}\`\nlast\n`, (text) =>
    text.replaceAll(key, '*'.repeat(key.length)),
  )
  expect(lines).toHaveLength(6)
  expect(lines[0]).toBe('first')
  expect(lines[5]).toBe('last')
  expect(lines.join('\n')).not.toMatch(/BEGIN|abcd|efgh|END/)
})

test('a mask that changes lengths works line by line', () => {
  expect(maskedLines('a secret\nb\n', (text) => text.replaceAll('secret', 'x'))).toEqual(['a x', 'b'])
})

test('the empty text has no line, and a last line without a line feed is one', () => {
  expect(maskedLines('', (text) => text)).toEqual([])
  expect(maskedLines('a\n\nb', (text) => text)).toEqual(['a', '', 'b'])
})

test('a long line is cut with a mark, never inside of a character', () => {
  expect(cutLine('x'.repeat(2_000))).toHaveLength(2_000)
  expect(cutLine('x'.repeat(5_000))).toMatch(/^x{2000} …\[cut here: 3000 more characters\]$/)
  expect(cutLine(`${'x'.repeat(1_999)}😀😀`)).toMatch(/^x{1999} …\[cut here: 4 more characters\]$/)
})
