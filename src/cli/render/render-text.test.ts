import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import {
  aFinding,
  agentsReport,
  anyReport,
  aRefutedClaim,
  aReport,
  aWalkthrough,
  hostileTexts,
} from '../../../test/world/report.ts'
import type { ReviewReport } from '../../domain/review/report.ts'
import { renderText } from './render-text.ts'

const dangerous = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u

function plain(report: ReviewReport, width = 80): string {
  return renderText(report, { colour: false, width })
}

describe('a review at a terminal', () => {
  it('tells what the agents say, and with --explain how they argued', () => {
    const refuted = aRefutedClaim()
    const argued = aFinding({
      rule: 'agents/correctness',
      source: 'agent',
      message: 'An empty cart divides by zero. Return 0 for it.',
      voices: [
        { speaker: 'coder', round: 1, stance: 'proposes', text: 'lines.length is 0 for a new cart.' },
        { speaker: 'reviewer', round: 1, stance: 'confirms', text: 'Nothing checks it before.' },
      ],
    })
    const agents = agentsReport({ refuted: [refuted], walkthrough: aWalkthrough })
    expect(plain(aReport([argued], { agents, dropped: [refuted] }))).toMatchInlineSnapshot(`
      "src/cart.ts

        medium   An empty cart divides by zero. Return 0 for it.
                 agents/correctness  src/cart.ts:3:3
               3 │   debugger
                 │   ^^^^^^^^
                 › coder proposes: lines.length is 0 for a new cart.
                 › reviewer confirms: Nothing checks it before.

      Dropped: 1
        src/cart.ts:9  agents/performance  low
          refuted: The refutation cites code that is there, and nobody answered it.
          The list is sorted twice.
                 › coder proposes: sort() is called here and in the caller.
                 › reviewer refutes: The caller sorts by another key.
                 › coder withdraws: That is so.

      What the change does
        Totals are computed from the lines of the cart. The cache is asked first.
        - src/cart.ts: Adds \`total\`, which sums the lines.
        Risk: medium. About 12 minutes to review.
        - Money is computed here.
        Missing tests:
        - src/cart.ts: An empty cart costs nothing.

      Agents: big/thinker-2, small/quick-1; 12 calls, 3 answers remembered; 45,210
      tokens read (12,000 from the provider's cache), 3,021 written; $0.12; 1 claim
      refuted.

      1 finding: 1 medium.
      "
    `)
    const short = plain(aReport([argued], { agents }))
    expect(short).not.toContain('Nothing checks it before.')
    expect(short).toMatch(/1 claim\s+refuted/)
  })

  it('shows findings by file, the code, the suggestion, and what was not looked at', () => {
    const report = aReport(
      [
        aFinding({
          rule: 'ast-grep/typescript-sql-string',
          severity: 'high',
          category: 'security',
          cwe: ['CWE-89'],
          line: 41,
          endLine: 41,
          column: 9,
          endColumn: 35,
          message:
            'SQL is put together from text, so whoever sends the id can send SQL. Pass it as a parameter.',
          excerpt: ['\tawait db.query("… id=" + id)'],
          suggestion: { replacement: '\tawait db.query("… id=$1", [id])' },
          alsoReportedBy: ['oxlint/no-sql'],
        }),
        aFinding({
          path: 'lib/a.py',
          rule: 'ruff/F821',
          line: 2,
          endLine: 9,
          column: 1,
          endColumn: 4,
          excerpt: ['def f():', '    return x', '', '', '', '', '', '    y'],
        }),
        aFinding({ suppressed: { by: 'oxlint-disable-line', line: 3, addedHere: true } }),
        aFinding({ shown: false }),
      ],
      {
        coverage: [
          {
            path: 'package-lock.json',
            status: 'skipped',
            reason: 'a lock file, read only for its dependencies',
          },
          { path: 'src/big.ts', status: 'partly', reason: 'oxlint took longer than 2 s' },
        ],
        notes: ['This change edits .autogen-bot.yaml; it was reviewed by the settings of its base.'],
      },
    )
    expect(plain(report)).toMatchInlineSnapshot(`
      "src/cart.ts

        high     SQL is put together from text, so whoever sends the id can send SQL.
                 Pass it as a parameter.
                 ast-grep/typescript-sql-string  src/cart.ts:41:9  CWE-89
                 also oxlint/no-sql
              41 │     await db.query("… id=" + id)
                 │            ^^^^^^^^^^^^^^^^^^^^^
                 │ suggestion:
                 │ -     await db.query("… id=" + id)
                 │ +     await db.query("… id=$1", [id])

        medium   A debugger statement is left in. Remove it.
                 oxlint/no-debugger  src/cart.ts:3:3
               3 │   debugger
                 │   ^^^^^^^^
                 \`oxlint-disable-line\` on line 3, added by this change, asks tools to be silent here

      lib/a.py

        medium   A debugger statement is left in. Remove it.
                 ruff/F821  lib/a.py:2:1
               2 │ def f():
                 │ ^^^^^^^^
               3 │     return x
               4 │
               5 │
               6 │
               7 │
                 │ … 2 more lines

      4 findings: 1 high, 3 medium. 1 of them is beyond the limit and not shown;
      --format json has them all.
      2 of 4 changed files reviewed, 1 in part, 1 skipped:
        partly   src/big.ts: oxlint took longer than 2 s
        skipped  package-lock.json: a lock file, read only for its dependencies
      note: This change edits .autogen-bot.yaml; it was reviewed by the settings of
            its base.
      "
    `)
  })

  it('says what was looked at when nothing was found, and never that all is well', () => {
    const read = { path: 'a.ts', status: 'reviewed', reason: null } as const
    const skipped = { path: 'b.bin', status: 'skipped', reason: 'binary' } as const
    expect(plain(aReport([], { coverage: [read] }))).toMatchInlineSnapshot(`
      "No findings in 1 changed file (12 lines added, 3 removed).
      "
    `)
    expect(plain(aReport([], { coverage: [read, skipped] }))).toMatchInlineSnapshot(`
      "No findings in what was read, which is not the whole change (12 lines added, 3
      removed).
      1 of 2 changed files reviewed, 1 skipped:
        skipped  b.bin: binary
      "
    `)
    expect(plain(aReport([], { coverage: [skipped] }))).toMatchInlineSnapshot(`
      "Nothing was reviewed: the one changed file was skipped.
      0 of 1 changed file reviewed, 1 skipped:
        skipped  b.bin: binary
      "
    `)
    expect(plain(aReport([]))).toMatchInlineSnapshot(`
      "The change is empty: there was nothing to review.
      "
    `)
  })

  it('names ten files that were not reviewed and counts the rest', () => {
    const coverage = Array.from(
      { length: 13 },
      (_, at) => ({ path: `f${at}`, status: 'skipped', reason: 'binary' }) as const,
    )
    expect(plain(aReport([], { coverage }))).toContain('and 3 more\n')
  })

  it('explains what was dropped', () => {
    const dropped = [
      {
        path: 'src/a.ts',
        line: 7,
        rule: 'ruff/F401',
        severity: 'low',
        message: 'unused',
        reason: 'outside-change',
        detail: 'line 7 was not changed',
      },
    ] as const
    expect(plain(aReport([], { dropped }))).toMatchInlineSnapshot(`
      "Dropped: 1
        src/a.ts:7  ruff/F401  low
          outside-change: line 7 was not changed

      The change is empty: there was nothing to review.
      "
    `)
    expect(plain(aReport([], { dropped: [] }))).toContain('Dropped: nothing.')
  })

  it('puts the caret under wide characters, tabs and escapes, and cuts a long line around it', () => {
    const code = (excerpt: string, column: number, endColumn: number) => {
      const lines = plain(aReport([aFinding({ excerpt: [excerpt], column, endColumn })]), 60).split('\n')
      return lines
        .slice(4, 6)
        .map((line) => line.slice(11))
        .join('\n')
    }
    expect(code('日本 = evil()', 6, 10)).toMatchInlineSnapshot(`
      "│ 日本 = evil()
      │        ^^^^"
    `)
    expect(code('\tx\ty', 4, 5)).toMatchInlineSnapshot(`
      "│     x   y
      │         ^"
    `)
    expect(code('a\u202eb = c', 3, 4)).toMatchInlineSnapshot(`
      "│ a\\u{202e}b = c
      │          ^"
    `)
    expect(code(`${'a, '.repeat(300)}HERE${', b'.repeat(300)}`, 901, 905)).toMatchInlineSnapshot(`
      "│ …a, a, a, a, a, HERE, b, b, b, b, b, b, b, b, …
      │                 ^^^^"
    `)
    expect(code('x'.repeat(1_000_000), 1, 1_000_001)).toMatchInlineSnapshot(`
      "│ xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
      │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^"
    `)
    expect(code('short', 90, 99)).toMatchInlineSnapshot(`
      "│ short
      │      ^"
    `)
  })

  it('colours only when asked', () => {
    const report = aReport([aFinding()])
    const coloured = renderText(report, { colour: true, width: 80 })
    expect(coloured).toContain('\x1b[')
    expect(stripVTControlCharacters(coloured)).toBe(plain(report))
  })

  it.each(hostileTexts)('prints %j on one line and harmless', (text) => {
    const report = aReport([
      aFinding({ path: `x${text}`, message: text, excerpt: [text], suggestion: { replacement: text } }),
    ])
    for (const line of plain(report).split('\n')) expect(line).not.toMatch(dangerous)
  })

  it('lets nothing dangerous through in any report, and keeps code inside the width', () => {
    fc.assert(
      fc.property(anyReport, fc.integer({ min: 40, max: 140 }), (report, width) => {
        for (const line of plain(report, width).split('\n')) {
          expect(line).not.toMatch(dangerous)
          if (line.includes('│')) expect(stringWidth(line)).toBeLessThanOrEqual(width)
        }
      }),
      { numRuns: 200 },
    )
  })
})
