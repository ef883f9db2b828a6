import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareVersions, isPrefixVersion, isVersion, pinnedVersion } from './version-order.ts'

const number = fc.nat({ max: 30 })
const suffix = fc.constantFrom(
  '',
  '-rc.1',
  'rc2',
  '-alpha',
  'b1',
  '.dev3',
  '.post1',
  '-20240101',
  '-x.7',
  '+build',
  '-jre',
  '.Final',
)
const version = fc
  .tuple(fc.array(number, { minLength: 1, maxLength: 4 }), suffix)
  .map(([parts, tail]) => `${parts.join('.')}${tail}`)
const anything = fc.oneof(version, fc.string({ maxLength: 12 }))

describe('the order of versions', () => {
  it.each([
    ['1.9', '1.10'],
    ['1.0.0-rc.1', '1.0.0'],
    ['1.0.0-alpha', '1.0.0-beta'],
    ['1.0.0-alpha', '1.0.0-alpha.1'],
    ['1.0rc1.dev2', '1.0rc1'],
    ['1.0.dev1', '1.0a1'],
    ['1.0', '1.0.post1'],
    ['2023.1', '1!0.1'],
    ['v0.0.0-20220101000000-aaaa', 'v0.0.0-20230101000000-0000'],
    ['v0.0.0-20230101000000-aaaa', 'v0.1.0'],
    ['5.0.0.M1', '5.0.0.Final'],
    ['dev-main', '0.0.1'],
    ['1.99999999999999999998', '1.99999999999999999999'],
  ])('%s is older than %s', (older, newer) => {
    expect(compareVersions(older, newer)).toBeLessThan(0)
    expect(compareVersions(newer, older)).toBeGreaterThan(0)
  })

  it.each([
    ['1.0', '1.0.0'],
    ['v1.2.3', '1.2.3'],
    ['1.2.3+incompatible', '1.2.3'],
    ['1.01', '1.1'],
    ['4.2.Final', '4.2'],
  ])('%s is %s', (a, b) => {
    expect(compareVersions(a, b)).toBe(0)
  })

  it('is antisymmetric, reflexive and transitive over any text', () => {
    fc.assert(
      fc.property(anything, anything, anything, (a, b, c) => {
        const sorted = [a, b, c].sort(compareVersions)
        expect(compareVersions(a, a)).toBe(0)
        expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0)
        expect(compareVersions(sorted[0] as string, sorted[1] as string)).toBeLessThanOrEqual(0)
        expect(compareVersions(sorted[0] as string, sorted[2] as string)).toBeLessThanOrEqual(0)
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) {
          expect(compareVersions(a, c)).toBeLessThanOrEqual(0)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('orders numbers as numbers and a prerelease before its release', () => {
    fc.assert(
      fc.property(number, number, number, (major, minor, patch) => {
        expect(compareVersions(`${major}.${minor}.${patch}`, `${major}.${minor}.${patch + 1}`)).toBeLessThan(
          0,
        )
        expect(compareVersions(`${major}.${minor}.${patch}-rc.1`, `${major}.${minor}.${patch}`)).toBeLessThan(
          0,
        )
      }),
    )
  })
})

describe('ranges', () => {
  it.each([
    ['^1.2.3', '1.2.3'],
    ['~> 5.0', '5.0'],
    ['==2.0', '2.0'],
    ['1.2.x', '1.2'],
    ['>=1.0', null],
    ['^1 || ^2', null],
    ['>=1,<2', null],
    ['*', null],
    ['git+https://example.org/x.git', null],
  ])('%s is built on %s', (range, expected) => {
    expect(pinnedVersion(range)).toBe(expected)
  })

  it('tells a shorter version from an older one', () => {
    expect(isPrefixVersion('1.2', '1.2.7')).toBe(true)
    expect(isPrefixVersion('1.1', '1.2.7')).toBe(false)
    expect(isPrefixVersion('1', '12.0')).toBe(false)
  })

  it('knows what is no version', () => {
    expect(['1.0', 'v2', '=3'].every(isVersion)).toBe(true)
    expect(['', 'dev-main', 'latest', '>=1'].some(isVersion)).toBe(false)
  })
})
