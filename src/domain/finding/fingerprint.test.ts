import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FingerprintParts, fingerprint, fingerprintKey, normaliseCode } from './fingerprint.ts'

const parts: FingerprintParts = {
  rule: 'ruff/S602',
  path: 'src/a.py',
  side: 'RIGHT',
  code: ['  run(cmd,', '      shell=True)'],
  symbol: 'main',
  ordinal: 0,
}

describe('a fingerprint', () => {
  test('is sixteen hexadecimal digits, the same today and tomorrow', () => {
    expect(fingerprint(parts)).toMatchInlineSnapshot(`"eb31733bee7431c7"`)
  })

  test.each<Partial<FingerprintParts>>([
    { rule: 'ruff/S603' },
    { path: 'src/b.py' },
    { side: 'LEFT' },
    { code: ['run(cmd)'] },
    { symbol: 'other' },
    { symbol: null },
    { ordinal: 1 },
  ])('changes with %j', (other) => expect(fingerprint({ ...parts, ...other })).not.toBe(fingerprint(parts)))

  test('does not change with indentation, blanks within the line, or blank lines', () => {
    const moved = { ...parts, code: ['\trun(cmd,', '', '  shell=True) '] }
    expect(fingerprint(moved)).toBe(fingerprint(parts))
    expect(fingerprintKey(moved)).toBe(fingerprintKey(parts))
  })

  test('parts do not run into one another', () => {
    const a = fingerprintKey({ ...parts, rule: 'a', path: 'bc' })
    const b = fingerprintKey({ ...parts, rule: 'ab', path: 'c' })
    expect(a).not.toBe(b)
    expect(fingerprintKey({ ...parts, symbol: null })).toBe(fingerprintKey({ ...parts, symbol: '' }))
  })
})

test('normalised code is stable under normalising and under re-indenting', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.constantFrom('  ', '\t', '    '), (lines, indent) => {
      const once = normaliseCode(lines)
      expect(normaliseCode(once.split('\n'))).toBe(once)
      expect(normaliseCode(lines.map((line) => indent + line))).toBe(once)
      expect(once).not.toMatch(/^\s|\s$|[^\S\n]{2}|\n\n/)
    }),
  )
})
