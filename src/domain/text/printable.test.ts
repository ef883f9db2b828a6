import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { printable } from './printable.ts'

describe('text made safe to print', () => {
  it.each([
    ['a colour and a title', '\x1b[31mred\x1b]0;title\x07', '\\u{1b}[31mred\\u{1b}]0;title\\u{7}'],
    ['a one-byte control sequence', '\x9b2J', '\\u{9b}2J'],
    ['a line break in a name', 'a\nb\r\u2028\u2029', 'a\\u{a}b\\u{d}\\u{2028}\\u{2029}'],
    ['reordering', 'if (a\u202e\u2066) {', 'if (a\\u{202e}\\u{2066}) {'],
    ['nothing to see', 'ad\u200bmin\ufeff\u00ad\u3164', 'ad\\u{200b}min\\u{feff}\\u{ad}\\u{3164}'],
    ['hidden tags', 'x\u{e0041}\u{e0101}', 'x\\u{e0041}\\u{e0101}'],
    ['half a pair', 'x\ud800y', 'x\\u{d800}y'],
    ['no known width', '\ue000\u{10ffff}', '\\u{e000}\\u{10ffff}'],
    ['a tower of marks', `e${'\u0301'.repeat(10)}`, `e${'\u0301'.repeat(8)}\\u{301}\\u{301}`],
  ])('%s', (_, text, safe) => {
    expect(printable(text)).toBe(safe)
  })

  it.each(['plain', 'naïve é', '日本語', 'שלום', '❤️ 👍🏽', 'किताब', 'a\u00a0b'])(
    'leaves %s alone',
    (text) => {
      expect(printable(text)).toBe(text)
    },
  )

  it('keeps a tab only when asked', () => {
    expect(printable('a\tb')).toBe('a\\u{9}b')
    expect(printable('a\tb', { keep: 'tab' })).toBe('a\tb')
  })

  it('leaves nothing dangerous, whatever comes in, and changes nothing the second time', () => {
    const dangerous = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
    )
    fc.assert(
      fc.property(anything, (text) => {
        const safe = printable(text)
        expect(safe).not.toMatch(dangerous)
        expect(printable(safe)).toBe(safe)
      }),
      { numRuns: 1000 },
    )
  })
})
