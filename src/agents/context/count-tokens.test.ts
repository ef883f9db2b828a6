import fc from 'fast-check'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { expect, test } from 'vitest'
import { numberedLines } from '../hostile/data-block.ts'
import { countByLines, loadTokenCounter, tokenSafetyFactor } from './count-tokens.ts'

const plainly = { disallowedSpecial: new Set<string>() }

test('counts code as the vocabulary does, and a budget a fifth above', async () => {
  const { count, budgeted } = await loadTokenCounter()
  const code = 'export function total(items) {\n  return items.length\n}\n'
  expect(count(code)).toBe(countTokens(code))
  expect(budgeted(code)).toBe(Math.ceil(countTokens(code) * tokenSafetyFactor))
  expect(count('')).toBe(0)
})

test('words that mean something to a model are text', async () => {
  const { count } = await loadTokenCounter()
  expect(count('<|endoftext|> <|im_start|>')).toBeGreaterThan(4)
})

test('is never below the real count', async () => {
  const { count } = await loadTokenCounter()
  const words = fc.constantFrom(
    'a',
    ' ',
    '\n',
    '\r\n',
    '\t',
    'é',
    '日本',
    '1',
    ';',
    '//',
    '{',
    'Word',
    "'s",
    '😀',
    '\u0301',
  )
  await fc.assert(
    fc.property(fc.array(words, { maxLength: 60 }), (parts) => {
      const text = parts.join('')
      // A line that begins with a slash may share a token with the line feed before it.
      expect(count(text) + text.split('\n/').length - 1).toBeGreaterThanOrEqual(countTokens(text, plainly))
    }),
  )
})

test.each([
  ['letters', 'a'],
  ['marks', '='],
  ['blanks', ' '],
  ['combining marks', 'e\u0301'],
  ['letters of three bytes', '日'],
  ['halves of characters', '\ud800'],
])('a million %s without a break never reach the tokeniser', (_, piece) => {
  let longest = 0
  const count = countByLines((text) => {
    longest = Math.max(longest, text.length)
    return text.length
  })
  const text = piece.repeat(1_000_000 / piece.length)
  expect(count(text)).toBeGreaterThanOrEqual(text.length)
  expect(longest).toBeLessThan(256)
})

test('the estimate of a long run is above what it really is', async () => {
  const { count } = await loadTokenCounter()
  for (const piece of ['a', 'xyz', '=', ' ', '日本語', '🇩🇪']) {
    const text = `const x = "${piece.repeat(400)}"`
    expect(count(text)).toBeGreaterThanOrEqual(countTokens(text, plainly))
  }
})

test('numbered lines are counted as they are, whatever their numbers', async () => {
  const { count } = await loadTokenCounter()
  const number = fc.option(fc.integer({ min: 1, max: 99_999 }), { nil: null })
  const code = fc.constantFrom('', '  return a', '| b', '/* c */', '\tx', '日本', '}', '0')
  const numbered = fc.record({
    mark: fc.constantFrom('+' as const, '-' as const, ' ' as const),
    left: number,
    right: number,
    text: code,
  })
  fc.assert(
    fc.property(fc.array(numbered, { minLength: 1, maxLength: 10 }), (lines) => {
      const text = `${numberedLines(lines)}\n`
      expect(count(text)).toBe(countTokens(text))
    }),
  )
})

test('a line is counted once', () => {
  let counted = 0
  const count = countByLines((text) => {
    counted += 1
    return text.length
  })
  expect(count('one\ntwo\none\n')).toBe(12)
  expect(count('one\n')).toBe(4)
  expect(counted).toBe(2)
})
