import fc from 'fast-check'
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
import { codeFence, codeSpan, escapeMarkdown } from './escape-markdown.ts'
import { renderMarkdown } from './render-markdown.ts'

describe('a review as Markdown', () => {
  it('has the walkthrough, what was refuted, and what it took', () => {
    const agents = agentsReport({ refuted: [aRefutedClaim()], walkthrough: aWalkthrough })
    const text = renderMarkdown(aReport([aFinding()], { agents }))
    expect(text.slice(text.indexOf('### Walkthrough'))).toMatchInlineSnapshot(`
      "### Walkthrough

      Totals are computed from the lines of the cart. The cache is asked first.

      - \`src/cart.ts\`: Adds \\\`total\\\`, which sums the lines.

      Risk: **medium**. About 12 minutes to review.

      - Money is computed here.

      Missing tests:

      - \`src/cart.ts\`: An empty cart costs nothing.

      \`\`\`mermaid
      flowchart LR
        n0["src/cart.ts"] -->|price| n1["src/prices.ts"]
      \`\`\`

      ### Considered and refuted

      - \`src/cart.ts:9\` The list is sorted twice. The refutation cites code that is there, and nobody answered it.
        - **coder** proposes: sort() is called here and in the caller.
        - **reviewer** refutes: The caller sorts by another key.
        - **coder** withdraws: That is so.

      Agents: big/thinker-2, small/quick-1; 12 calls, 3 answers remembered; 45,210 tokens read (12,000 from the provider's cache), 3,021 written; &#36;0.12.
      "
    `)
  })

  it('keeps within its length however much agents say', () => {
    const long = 'x&'.repeat(3_000)
    const placed = Array.from({ length: 100 }, () => ({ path: 'src/a.ts', text: long }))
    const voices = Array.from({ length: 20 }, (_, at) => ({
      speaker: 'coder' as const,
      round: at + 1,
      stance: 'insists' as const,
      text: long,
    }))
    const agents = agentsReport({
      refuted: Array.from({ length: 20 }, () => aRefutedClaim({ message: long, detail: long, voices })),
      walkthrough: { ...aWalkthrough, summary: long, files: placed, missingTests: placed },
    })
    expect(renderMarkdown(aReport([aFinding()], { agents })).length).toBeLessThan(60_000)
  })

  it('has a table, the details and the coverage', () => {
    const report = aReport(
      [
        aFinding({
          severity: 'high',
          category: 'security',
          cwe: ['CWE-89'],
          rule: 'ast-grep/sql',
          endLine: 4,
          excerpt: ['a', 'b'],
          suggestion: { replacement: 'c' },
        }),
        aFinding({ path: 'src/x|y.ts', suppressed: { by: 'noqa', line: 3, addedHere: true } }),
      ],
      { coverage: [{ path: 'a.bin', status: 'skipped', reason: 'binary' }], notes: ['Read <this>.'] },
    )
    expect(renderMarkdown(report)).toMatchInlineSnapshot(`
      "## Review by autogen-bot

      2 findings: 1 high, 1 medium.

      | | where | rule | what |
      |---|---|---|---|
      | high | \`src/cart.ts:3-4\` | \`ast-grep/sql\` | A debugger statement is left in. Remove it. |
      | medium | src/x&#124;y.ts:3 | \`oxlint/no-debugger\` | A debugger statement is left in. Remove it. |

      ### 1. \`src/cart.ts:3-4\`

      A debugger statement is left in. Remove it.

      **high** · security · \`ast-grep/sql\` · CWE-89

      Suggestion:

      \`\`\`diff
      -a
      -b
      +c
      \`\`\`

      ### 2. src/x&#124;y.ts:3

      A debugger statement is left in. Remove it.

      **medium** · correctness · \`oxlint/no-debugger\`

      \`noqa\` on line 3, added by this change, asks tools to be silent here

      \`\`\`
        debugger
      \`\`\`

      ### Coverage

      2 of 3 changed files reviewed, 1 skipped:

      - \`a.bin\` skipped: binary

      > Read &#60;this&#62;.
      "
    `)
  })

  it('says what was looked at when nothing was found', () => {
    expect(
      renderMarkdown(aReport([], { coverage: [{ path: 'a.ts', status: 'reviewed', reason: null }] })),
    ).toMatchInlineSnapshot(`
      "## Review by autogen-bot

      No findings in 1 changed file (12 lines added, 3 removed).
      "
    `)
  })

  it('calls nobody, links nowhere, holds no markup of others', () => {
    expect(hostileTexts.map(escapeMarkdown).join('\n')).toMatchInlineSnapshot(`
      "\\\\u{1b}\\[2J\\\\u{1b}\\]8;;https:&#8203;//evil.example\\\\u{7}click\\\\u{1b}\\]8;;\\\\u{7}
      \\\\u{9b}31m
      a\\\\u{a}b\\\\u{d}\\\\u{a}c
      \\\\u{202e}gnp.exe\\\\u{2066}
      zero\\\\u{200b}width\\\\u{feff}
      \\\\u{e0041}\\\\u{e0042}
      \\\\u{d800}
      \\\`\\\`\\\`\\\\u{a}#&#8203; not a heading\\\\u{a}\\\`\\\`\\\`
      \\\`\\\` \\\` \\\`\\\`
      a &#124; b \\\\&#124; c
      @&#8203;everyone @&#8203;octo/team #&#8203;12 GH-&#8203;7 0&#8203;123456789abcdef0123456789abcdef01234567
      &#60;img src=x onerror=alert(1)&#62;&#38;lt;
      \\[click\\](https:&#8203;//evil.example) !\\[x\\](//evil.example) www&#8203;.evil.example
      {0} {1} %SRCROOT% ../../etc/passwd
      &#36;&#36;\\\\unsafe&#36;&#36; \\*b\\* \\_i\\_ \\~\\~s\\~\\~
      \\- item
      日本語 👍🏽 naïve
      \\\\u{9}\\\\u{9}tabs
      "
    `)
  })

  it('keeps names whole, in code', () => {
    expect(
      ['src/a.ts', 'a`b', '`', 'a``b`', 'a|b', 'a\\|b', 'a\nb', '@everyone', ''].map(codeSpan),
    ).toMatchInlineSnapshot(`
      [
        "\`src/a.ts\`",
        "\`\`a\`b\`\`",
        "\`\` \` \`\`",
        "\`\`\` a\`\`b\` \`\`\`",
        "a&#124;b",
        "a\\\\&#124;b",
        "\`a\\u{a}b\`",
        "\`@everyone\`",
        "(empty)",
      ]
    `)
  })

  it('fences code that holds fences', () => {
    expect(codeFence(['````', 'x'])).toEqual(['`````', '````', 'x', '`````'])
  })

  it('stays below the size of a comment and says what it left out', () => {
    const findings = Array.from({ length: 500 }, () => aFinding({ message: 'word '.repeat(150) }))
    const text = renderMarkdown(aReport(findings), { lengthMax: 20_000 })
    expect(text.length).toBeLessThan(20_000)
    expect(text).toMatch(/\d+ further rows are left out/)
    expect(text).toMatch(/\d+ further findings are left out/)
  })

  it('never holds a raw mention, tag or hidden character outside code, whatever the report', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const text = renderMarkdown(report)
        expect(text.replaceAll(/[\n\t]/g, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u)
        const outside = withoutCode(text)
        expect(outside).not.toMatch(/<(?!\/?$)|@(?!&#8203;)|:\/\/|(?<!\\)\]\(/)
        for (const row of outside
          .split('\n')
          .filter((line) => /^\| (?:critical|high|medium|low) /.test(line)))
          expect(row.replaceAll('\\|', '').match(/\|/g)).toHaveLength(5)
      }),
      { numRuns: 200 },
    )
  })
})

/** Fences by line, then spans by run of backticks, as CommonMark reads them. */
function withoutCode(text: string): string {
  let fence: string | null = null
  const lines = text.split('\n').filter((line) => {
    const run = /^`{3,}/.exec(line)?.[0]
    if (fence === null && run !== undefined && !line.slice(run.length).includes('`')) fence = run
    else if (fence !== null && line === fence) {
      fence = null
      return false
    }
    return fence === null
  })
  return lines.map((line) => line.replaceAll(/(?<![`\\])(`+)(?!`).*?(?<!`)\1(?!`)/g, 'CODE')).join('\n')
}
