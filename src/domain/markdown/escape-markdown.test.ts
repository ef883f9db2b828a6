import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hostileTexts } from '../../../test/world/report.ts'
import { codeFence, codeSpan, escapeMarkdown } from './escape-markdown.ts'
import { outsideCode } from './fixtures/outside-code.ts'

describe('hostile text in a comment', () => {
  test('calls nobody, links nowhere, holds no markup of others', () => {
    expect(hostileTexts.map(escapeMarkdown).join('\n')).toMatchInlineSnapshot(`
      "\`\\u{1b}[2J\\u{1b}]8;;https://evil.example\\u{7}click\\u{1b}]8;;\\u{7\`}
      \\\\u{9b}31m
      a\\\\u{a}b\\\\u{d}\\\\u{a}c
      \\\\u{202e}gnp.exe\\\\u{2066}
      zero\\\\u{200b}width\\\\u{feff}
      \\\\u{e0041}\\\\u{e0042}
      \\\\u{d800}
      &#96;&#96;\`\\u{a}# not a heading\\u{a}\`&#96;&#96;
      &#96;&#96; (blank)&#96;
      a &#124; b \\\\&#124; c
      \`@everyone\` \`@octo/team\` \`#12\` \`GH-7\` \`0123456789abcdef0123456789abcdef01234567\`
      &#60;img src=x onerror=alert(1)&#62;&#38;lt;
      \\[\`click](https://evil.example\`) !\\[x\\](//evil.example) \`www.evil.example\`
      {0} {1} %SRCROOT% ../../etc/passwd
      &#36;&#36;\\\\unsafe&#36;&#36; \\*b\\* \\_i\\_ \\~\\~s\\~\\~
      &#45; item
      日本語 👍🏽 naïve
      \\\\u{9}\\\\u{9}tabs
      "
    `)
  })

  test.each([
    ['Ask @octocat, or @org/team.', 'Ask `@octocat`, or `@org/team`.'],
    ['See #12 and GH-7 (https://evil.example/x).', 'See `#12` and `GH-7` (`https://evil.example/x`).'],
    ['fixed in 0123456789abcdef', 'fixed in `0123456789abcdef`'],
    ['owner/name#3 mail a@b.example', '`owner/name#3` mail `a@b.example`'],
    ['Use `let` instead of `var`.', 'Use `let` instead of `var`.'],
    ['`a`@b`c`', '`a@bc`'],
    ['a `` b', 'a &#96;&#96; b'],
    ['# heading', '&#35; heading'],
    ['1. item', '1\\. item'],
    ['C# is fine', 'C# is fine'],
    [':tada: 12:30:10', '`:tada:` `12:30:10`'],
    ['CVE-2024-1 www.evil.example', '`CVE-2024-1` `www.evil.example`'],
  ])('%j', (text, written) => expect(escapeMarkdown(text)).toBe(written))

  test('whatever comes in, nothing of it is alive outside code', () => {
    fc.assert(
      fc.property(anyHostileText, (text) => {
        const written = escapeMarkdown(text)
        const outside = outsideCode(written).replace(/&#\d+;/g, '')
        expect(outside).not.toMatch(/[<>@`|$]|#\d|:\/\/|(?<![a-z0-9])(?:www\.|GH-\d)|\n/i)
        expect(outside.replace(/\\[[\]*_~\\]/g, '')).not.toMatch(/[[\]*_~]/)
        expect(outside).not.toMatch(/(?<![0-9a-z])[0-9a-f]{7,40}(?![0-9a-z])/i)
        expect(written).not.toMatch(/^\s*(?:[-+=#>]|\d+[.)]\s)/)
        expect(written).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
      }),
      { numRuns: 3_000 },
    )
  })
})

test('names stay whole, in code', () => {
  expect(['src/a.ts', 'a`b', '`', 'a``b`', 'a|b', 'a\nb', '@everyone', '', '  '].map(codeSpan)).toEqual([
    '`src/a.ts`',
    '``a`b``',
    '`` ` ``',
    '``` a``b` ```',
    '`a|b`',
    '`a\\u{a}b`',
    '`@everyone`',
    '(empty)',
    '(blank)',
  ])
})

test('a span and a fence hold whatever is put into them', () => {
  fc.assert(
    fc.property(anyHostileText, (text) => {
      expect(outsideCode(codeSpan(text))).toMatch(/^(?:CODE|\(empty\)|\(blank\))$/)
      expect(outsideCode(codeFence(text.split('\n')))).toBe('')
    }),
    { numRuns: 2_000 },
  )
})

const anyHostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...hostileTexts),
      fc.constantFrom(
        '`',
        '``',
        '```',
        '@',
        '@a',
        '#1',
        ' ',
        '\n',
        '(',
        ')',
        '.',
        'https://x',
        'www.x',
        'GH-1',
      ),
      fc.constantFrom('<b>', '&lt;', '\\', '*', '_', '[x](y)', '|', '$', '-', '1.', ':x:', 'deadbeef', '~'),
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''))
