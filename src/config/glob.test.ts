import fc from 'fast-check'
import picomatch from 'picomatch'
import { describe, expect, it } from 'vitest'
import { globMatches, parseGlob } from './glob.ts'

function matches(pattern: string, path: string): boolean {
  const glob = parseGlob(pattern)
  if (!glob.ok) throw new Error(glob.failure.wrong)
  return globMatches(glob.value, path)
}

describe('a path pattern', () => {
  it.each([
    ['src/**', 'src/a/b.ts', true],
    ['src/**', 'srcs/a.ts', false],
    ['src/**', 'src', false],
    ['**', 'a', true],
    ['**/*.ts', 'a.ts', true],
    ['**/*.ts', 'a/.hidden/b.ts', true],
    ['*.ts', 'a/b.ts', false],
    ['**/test/**/*.{js,ts}', 'x/test/y/z/a.ts', true],
    ['**/test/**/*.{js,ts}', 'x/test.ts', false],
    ['{src,lib/{a,b}}/*', 'lib/b/x', true],
    ['v[0-9][!0-9]', 'v1x', true],
    ['v[0-9][!0-9]', 'v12', false],
    ['?.md', '日.md', true],
    ['[{]*', '{x', true],
    ['[]]x', ']x', true],
    ['a*b*c', 'abbbc', true],
    ['a*b*c', 'abbb', false],
  ])('%s on %s', (pattern, path, expected) => {
    expect(matches(pattern, path)).toBe(expected)
  })

  it.each([
    '',
    '!a',
    'a\\b',
    '+(+(a|b)*)*x',
    '/a',
    './a',
    'dist/',
    'a//b',
    'a**b',
    '{a',
    'a}',
    '{a}',
    '[a',
    '{1..9}',
    '{a,b}'.repeat(6),
    'x'.repeat(501),
  ])('refuses %s and says what to write', (pattern) => {
    const glob = parseGlob(pattern)
    expect(glob.ok).toBe(false)
    if (!glob.ok) expect(glob.failure.mend).not.toBe('')
  })

  it('means what the usual glob library means by it', () => {
    const segment = fc
      .stringMatching(/^([ab.]|\*|\?|\[[\^]?[ab]\]){1,5}$/)
      .filter((text) => !text.includes('**') && !text.includes('..') && text !== '.')
    const pattern = fc
      .array(fc.oneof(segment, fc.constant('**'), fc.constant('{a,b*}')), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join('/'))
    const path = fc
      .array(fc.stringMatching(/^[ab]{1,3}(\.[ab])?$/), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join('/'))
    fc.assert(
      fc.property(pattern, path, (glob, name) => {
        fc.pre(parseGlob(glob).ok)
        expect(matches(glob, name), `${glob} on ${name}`).toBe(
          picomatch.isMatch(name, glob.replace(/\*\*$/, '**/*'), { dot: true }),
        )
      }),
      { numRuns: 5000 },
    )
  })

  it('answers at once where backtracking would not', () => {
    const stars = `${'*a'.repeat(200)}b`
    expect(matches(stars, 'a'.repeat(4000))).toBe(false)
    expect(matches(`${'**/a/'.repeat(90)}b`, 'a/'.repeat(2000))).toBe(false)
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[],*?/!^-ab') }), fc.string(), (pattern, path) => {
        const glob = parseGlob(pattern)
        if (glob.ok) globMatches(glob.value, path)
      }),
    )
  })
})
