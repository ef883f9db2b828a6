import { describe, expect, it } from 'vitest'
import { formatByteSize, parseByteSize } from './byte-size.ts'
import { wantsLanguage } from './language-selection.ts'
import { nearestKey } from './nearest-key.ts'
import { pathSelection } from './path-selection.ts'
import { ruleSelection } from './rule-selection.ts'

describe('what a configuration selects', () => {
  it('leaves out paths, and says by which pattern', () => {
    const choose = pathSelection({ include: ['src/**', '.github/**'], exclude: ['**/*.min.js'] })
    expect(choose('src/.a/b.ts')).toEqual({ selected: true })
    expect(choose('.github/workflows/ci.yml')).toEqual({ selected: true })
    expect(choose('src/x.min.js')).toEqual({
      selected: false,
      reason: 'excluded by `**/*.min.js` in the configuration',
    })
    expect(choose('lib/x.js')).toEqual({
      selected: false,
      reason: 'not among the paths that the configuration includes',
    })
    expect(pathSelection({ include: [], exclude: [] })('anything')).toEqual({ selected: true })
  })

  it('lets a rule id win over a pattern and a later pattern over an earlier one', () => {
    const off = { enabled: false, severity: null }
    const choose = ruleSelection({
      'ruff/S101': { enabled: true, severity: 'low' },
      'ruff/*': off,
      '*/no-*-loop': { enabled: true, severity: 'high' },
      'oxlint/*': off,
    })
    expect(choose('ruff/S101')).toEqual({ enabled: true, severity: 'low', decidedBy: 'ruff/S101' })
    expect(choose('ruff/S102')).toEqual({ enabled: false, severity: null, decidedBy: 'ruff/*' })
    expect(choose('biome/no-await-loop').decidedBy).toBe('*/no-*-loop')
    expect(choose('oxlint/no-await-loop').decidedBy).toBe('oxlint/*')
    expect(choose('biome/no-loop')).toEqual({ enabled: true, severity: null, decidedBy: null })
    expect(choose('constructor').decidedBy).toBeNull()
  })

  it('knows which languages are wanted', () => {
    expect(wantsLanguage({ include: [], exclude: [] }, null)).toBe(true)
    expect(wantsLanguage({ include: ['go'], exclude: [] }, null)).toBe(false)
    expect(wantsLanguage({ include: ['go'], exclude: [] }, 'go')).toBe(true)
    expect(wantsLanguage({ include: ['go'], exclude: ['go'] }, 'go')).toBe(false)
    expect(wantsLanguage({ include: [], exclude: ['css'] }, 'go')).toBe(true)
  })

  it('reads and writes sizes', () => {
    expect(['1MiB', '500 KB', '1.5kib', '20b', '1M', 'MiB', '-1KB', '1e3KB'].map(parseByteSize)).toEqual([
      1_048_576,
      500_000,
      1536,
      20,
      null,
      null,
      null,
      null,
    ])
    expect([1_048_576, 500_000, 1536, 1, 2 ** 30].map(formatByteSize)).toEqual([
      '1MiB',
      '500KB',
      '1536B',
      '1B',
      '1GiB',
    ])
  })

  it('guesses a key only when one is near', () => {
    expect(nearestKey('Pathes', ['paths', 'rules'])).toBe('paths')
    expect(nearestKey('hihg', ['high', 'low'])).toBe('high')
    expect(nearestKey('zebra', ['paths', 'rules'])).toBeNull()
    expect(nearestKey('x', [])).toBeNull()
  })
})
