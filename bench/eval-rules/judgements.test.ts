import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judgementKey, readJudgements } from './judgements.ts'

const place = {
  project: 'acme/shop',
  path: 'lib/cart.rb',
  rule: 'ruby-tls-off',
  lineText: '  http.verify_mode = NONE',
  occurrence: 1,
}

test('a judgement stays with its line when the line moves or is indented anew', () => {
  expect(judgementKey({ ...place, lineText: '\thttp.verify_mode  =  NONE  ' })).toBe(judgementKey(place))
})

test('a judgement ends when the line, the rule, the path or the project is another', () => {
  const others = [
    { ...place, lineText: 'http.verify_mode = PEER' },
    { ...place, rule: 'ruby-sql-string' },
    { ...place, path: 'lib/shop.rb' },
    { ...place, project: 'acme/bank' },
    { ...place, occurrence: 2 },
  ]
  expect(new Set([place, ...others].map(judgementKey)).size).toBe(6)
})

test('a key never shows the code', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 20, unit: 'grapheme-ascii' }), (lineText) => {
      const key = judgementKey({ ...place, lineText })
      expect(key).toMatch(/^acme\/shop lib\/cart\.rb ruby-tls-off [0-9a-f]{16}$/)
    }),
  )
})

test('every judgement kept here has a reason and a key of the right form', () => {
  const { judgements } = readJudgements(new URL('judgements.json', import.meta.url))
  for (const [key, { verdict, reason }] of Object.entries(judgements)) {
    expect(key).toMatch(/^\S+ .+ [a-z0-9-]+ [0-9a-f]{16}(?:#\d+)?$/)
    expect(typeof verdict).toBe('boolean')
    expect(reason.length).toBeGreaterThan(10)
  }
})
