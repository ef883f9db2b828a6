import { expect, test } from 'vitest'
import { secretMask } from './mask-secrets.ts'

test('each value gives way to as many asterisks, wherever it stands', () => {
  const mask = secretMask(['hunter22', 'longer-hunter22'])
  expect(mask('a hunter22, a longer-hunter22 and hunter22hunter22')).toBe(
    'a ********, a *************** and ****************',
  )
  expect(mask('nothing of it')).toBe('nothing of it')
})

test('values that overlap are hidden from the first character to the last', () => {
  expect(secretMask(['abcdef', 'defghi', 'cdef'])('x abcdefghi y')).toBe('x ********* y')
})

test('short values stay: they would blot out ordinary text', () => {
  expect(secretMask(['abc', '   x  '])('abc    x  ')).toBe('abc    x  ')
})

test('of ten thousand values none is forgotten', () => {
  const values = Array.from({ length: 10_000 }, (_, at) => `value-${at}-end`)
  const mask = secretMask(values)
  expect(values.filter((value) => mask(`(${value})`) !== `(${'*'.repeat(value.length)})`)).toEqual([])
})
