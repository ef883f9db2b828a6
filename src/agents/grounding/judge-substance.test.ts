import { expect, test } from 'vitest'
import type { Claim } from '../../domain/agents/claim.ts'
import { calibrateByPlace } from './calibrate-by-place.ts'
import { lackOfSubstance } from './judge-substance.ts'
import { likeness } from './key-words.ts'
import { checkedWeaknesses, nameDefect, nameRule } from './name-rule.ts'

function lack(title: string, message: string): string | null {
  return lackOfSubstance({ title, message, category: 'correctness' })
}

test.each([
  ['good structure', 'Great job splitting this into small helpers.'],
  ['clear naming', 'Nice use of descriptive constants here.'],
  ['solid change', 'Looks good to me.'],
  ['new parameter', 'This change adds a parameter to the constructor and passes it on.'],
  ['refactoring', 'The function now moves the parsing into a helper.'],
  ['renamed', 'Renames the option and updates its callers.'],
  ['validation', 'Consider adding validation to the inputs.'],
  ['error handling', 'You might want to add better error handling here.'],
  ['robustness', 'Ensure that the configuration is correct.'],
  ['readability', 'This could be simplified for readability.'],
  ['logging', 'It would be helpful to add more logging here.'],
  ['potential issue', 'There may be a potential issue with this approach. Make sure it works as expected.'],
  ['best practice', 'It is recommended to follow best practices for configuration.'],
  ['check', 'Verify that all callers have been updated.'],
  ['missing tests', 'Please add unit tests for this function.'],
  ['test coverage', 'The new branch lacks test coverage.'],
  ['no tests', 'Consider adding tests to cover edge cases.'],
  ['indentation', 'The indentation here does not follow the rest of the file.'],
  ['documentation', 'Add a docstring to this public function.'],
  ['naming convention', 'The variable should use camelCase.'],
  ['magic number', 'Replace the magic number with a named constant.'],
  ['typo', 'There is a typo in this comment.'],
  ['hm', 'Not sure.'],
])('no substance: %s, %s', (title, message) => expect(lack(title, message)).toMatch(/^It /))

test.each([
  [
    'nil dereference',
    'The root command has no parent, so `cmd.Parent()` is nil there and this panics at start.',
  ],
  [
    'reversed condition',
    'The else branch also returns NoWrapping(true), so wrapping is off when the flag is absent.',
  ],
  [
    'cache cleared for all files',
    'clearCache() empties the cache of every file each time one is added, not only of the added one.',
  ],
  [
    'wrong field name',
    'The tag `json:"id"` reads the numeric id; the text form is in node_id, so the value never decodes.',
  ],
  [
    'double escaping',
    'getQuery() is already encoded and the constructor encodes it again, so `%20` becomes `%2520`.',
  ],
  [
    'booleans are not handled',
    'The case covers String, Numeric and nil; true and false go to the else branch and come out quoted.',
  ],
  [
    'possible nil',
    'Consider that Gem.loaded_specs["bundler"] may be nil outside of bundler; then .version raises NoMethodError.',
  ],
  ['missing await', 'The promise is not awaited, so a failure is lost.'],
  ['off by one', 'The loop runs to `length` inclusive and reads one element too many.'],
  [
    'good input is rejected',
    'Good input such as "a+b@c.example" is rejected because the pattern has no plus sign.',
  ],
  [
    'no test would notice',
    'Without a test for an empty list nobody notices that `mean([])` divides by zero.',
  ],
  [
    'test never fails',
    'The assertion is inside a callback that is never called, so this test always passes.',
  ],
  ['race', 'Two requests may both see `count == 0` and both insert.'],
  [
    'adds a listener each time',
    'This adds a listener on every render and never removes it, so they pile up and leak.',
  ],
  [
    'semicolon swallowed',
    'Without the semicolon the next line is parsed as a call, and `[1]()` throws a TypeError.',
  ],
  [
    'wrong type hint',
    'The annotation says int, but None is returned when the key is missing and the caller adds 1 to it.',
  ],
  ['SQL injection', 'User input is put into the query unescaped.'],
  [
    'timing',
    'Ensure the comparison is constant-time: `==` ends early, so an attacker can guess the token byte by byte.',
  ],
  ['lock order', 'The locks are taken in the other order than in `close()`, which deadlocks when both run.'],
  ['Verbindung bleibt offen', 'Bei einem Fehler wird die Verbindung nicht geschlossen.'],
])('a finding: %s, %s', (title, message) => expect(lack(title, message)).toBeNull())

test('a rule is named by what its title means, not by names of the code', () => {
  const named = (title: string) => nameRule({ title, category: 'correctness' })
  expect(named('nil dereference of cmd.Parent()')).toBe('nil-dereference')
  expect(named('Possible nil dereference')).toBe('nil-dereference')
  expect(named('`x` may be null when user_name is absent')).toBe('null-absent')
  expect(named('loop runs one past the end of items')).toBe('loop-runs-one-past')
  expect(named('日本語')).toBe('correctness')
  expect(named('../../etc/passwd <!-- --> heron-7f3a9c21')).toBe('etc-passwd-heron')
  for (const title of ['a'.repeat(500), '---', '', 'É À'.repeat(20)])
    expect(named(title)).toMatch(/^[a-z0-9][a-z0-9-]{0,47}$/)
})

test('the name of the defect is that of tools, where there is one', () => {
  const defect = (title: string, cwe: readonly string[] = []) =>
    nameDefect({ title, cwe, category: 'security' })
  expect(defect('statement from input', ['CWE-89'])).toBe('sql-injection')
  expect(defect('possible SQL injection')).toBe('sql-injection')
  expect(defect('stale value')).toBe('stale-value')
  expect(checkedWeaknesses(['CWE-79', 'cwe_079', '79: xss', 'x', 'CWE-99999', 'CWE-0'])).toEqual(['CWE-79'])
})

test('titles are alike when they mean the same', () => {
  expect(likeness('nil dereference of Parent', 'possible nil dereference')).toBeGreaterThanOrEqual(0.5)
  expect(likeness('division by zero', 'division by zero for an empty list')).toBeGreaterThanOrEqual(0.5)
  expect(likeness('missing await', 'nil dereference')).toBe(0)
})

test('how grave it is depends on where it stands', () => {
  const at = (path: string, more: Partial<Pick<Claim, 'severity' | 'category' | 'confidence'>> = {}) =>
    calibrateByPlace({
      severity: 'critical',
      category: 'correctness',
      confidence: 0.8,
      language: 'go',
      path,
      ...more,
    })
  expect(at('src/a.go')).toBe('critical')
  expect(at('src/a_test.go')).toBe('medium')
  expect(at('examples/a.go', { severity: 'low' })).toBe('low')
  expect(at('src/a_test.go', { category: 'secret' })).toBe('critical')
  expect(at('src/a.go', { confidence: 0.4 })).toBe('high')
  expect(
    calibrateByPlace({
      severity: 'high',
      category: 'correctness',
      confidence: 1,
      language: 'markdown',
      path: 'README.md',
    }),
  ).toBe('low')
})
