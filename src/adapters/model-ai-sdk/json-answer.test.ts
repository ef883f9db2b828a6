import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonAnswer } from './json-answer.ts'

const wrappings = [
  (json: string) => json,
  (json: string) => `\n\`\`\`json\n${json}\n\`\`\`\n`,
  (json: string) => `Here is what I found {in short}:\n${json}\nThat is {all}.`,
  (json: string) => `<think>maybe {"a": 1}? No.</think>\n${json}`,
]

test('an object is found whatever models put around it', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue(), { minKeys: 1 }),
      fc.constantFrom(...wrappings),
      fc.constantFrom(undefined, 2),
      (value, wrap, indent) => {
        const json = JSON.stringify(value, null, indent)
        expect(jsonAnswer(wrap(json))).toEqual(JSON.parse(json))
      },
    ),
  )
})

test('of several the longest is meant', () => {
  expect(jsonAnswer('{"a":1} is wrong; {"findings":[]} is right')).toEqual({ findings: [] })
})

test('a piece of an answer that is cut off or broken is no answer', () => {
  const whole = JSON.stringify({
    findings: [
      { path: 'a', line: 1 },
      { path: 'b', line: 2 },
    ],
    earlier: [],
  })
  expect(jsonAnswer(whole.slice(0, -18))).toBeUndefined()
  expect(jsonAnswer(whole.replace('1},', '1},,'))).toBeUndefined()
  for (let length = 0; length < whole.length; length += 1)
    expect(jsonAnswer(whole.slice(0, length)), `${length}`).toBeUndefined()
})

test('what is no object is none, and hostile text ends soon', () => {
  for (const text of ['', 'null', '[1]', '7', '[{"a":1},{"b":2}]', 'no', '{"a":1'])
    expect(jsonAnswer(text)).toBeUndefined()
  for (const text of [
    '{'.repeat(200_000),
    '{"'.repeat(100_000),
    `${'[{'.repeat(50_000)}}`,
    '<think>'.repeat(30_000),
  ])
    expect(jsonAnswer(text)).toBeUndefined()
  fc.assert(fc.property(fc.string(), (text) => void jsonAnswer(text)))
})
