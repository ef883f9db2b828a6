import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectsAnswer } from './expects-answer.ts'

const expects = (text: string) => expectsAnswer(text, 'acme-reviewer')

test.each([
  'Why is that?',
  'なぜですか？',
  "I don't think so, the caller checks it.",
  'This is intended.',
  'false positive, `id` is a number here',
  'That can’t happen.',
  '@acme-reviewer look at line 3',
  '> quoted\nWhat about `null`?',
])('%j', (text) => expect(expects(text)).toBe(true))

test.each([
  '',
  'Done.',
  'Thanks, fixed in the next commit',
  'ok',
  '> Why is that?',
  '```ts\na ? b : c\n```',
  'Fixed with `a ?? b`.',
  'see https://example.org/?a=1',
  '@ann what do you think?',
  '👍',
])('not %j', (text) => expect(expects(text)).toBe(false))

test('reads any text in one go', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => void expects(text)))
  for (const piece of ['`', '@a', "i don't ", 'not ', '>', '\n```', 'https://'])
    expect(() => expects(piece.repeat(20_000))).not.toThrow()
})
