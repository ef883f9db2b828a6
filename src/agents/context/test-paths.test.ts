import { expect, test } from 'vitest'
import { isTestPath, testStem } from './test-paths.ts'

test.each([
  ['src/cart.test.ts', 'cart'],
  ['src/__tests__/cart.ts', 'cart'],
  ['tests/test_cart.py', 'cart'],
  ['pkg/cart_test.go', 'cart'],
  ['src/test/java/shop/CartTest.java', 'cart'],
  ['spec/cart_spec.rb', 'cart'],
  ['src/cart.spec.tsx', 'cart'],
  ['Shop.Tests/CartTests.cs', 'cart'],
])('%s tests %s', (path, stem) => {
  expect(isTestPath(path)).toBe(true)
  expect(testStem(path)).toBe(stem)
})

test.each([
  'src/cart.ts',
  'src/contest.ts',
  'latest/a.py',
  'src/testing.ts',
  'attest.go',
  'src/Contest.java',
])('%s is no test', (path) => expect(isTestPath(path)).toBe(false))
