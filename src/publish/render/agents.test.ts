import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  aFinding,
  agentsReport,
  anyReport,
  aRefutedClaim,
  aReport,
  aWalkthrough,
  hostileTexts,
} from '../../../test/world/report.ts'
import type { AgentsStop } from '../../domain/agents/agents-report.ts'
import { stopSentence } from '../../domain/agents/stop-sentence.ts'
import { bytesOf } from '../../domain/markdown/cut-text.ts'
import { agentsUnread } from '../../domain/review/agents-unread.ts'
import type { ReviewReport } from '../../domain/review/report.ts'
import type { AgentAnswer } from '../../ports/agents/questions.ts'
import { aComment, aHead, aHunk, aThread, silence } from '../fixtures/pull-request.ts'
import { readMarker } from '../markers.ts'
import { type PublicationFacts, planPublication } from '../plan-publication.ts'
import { renderAnswer } from './answers.ts'
import { renderInlineComment } from './inline-comment.ts'

const place = { kind: 'line', side: 'RIGHT', startLine: null, line: 3, isWhole: true } as const
const argued = aFinding({
  rule: 'agents/correctness',
  source: 'agent',
  confidence: 0.8,
  message: 'An empty cart divides by zero. Return 0 for it.',
  suggestion: { replacement: '  return lines.length === 0 ? 0 : sum / lines.length' },
  voices: [
    { speaker: 'coder', round: 1, stance: 'proposes', text: 'A new cart has no lines.' },
    { speaker: 'reviewer', round: 1, stance: 'refutes', text: 'The caller checks it, see `checkout`.' },
    { speaker: 'coder', round: 2, stance: 'insists', text: '`preview` calls it too, and checks nothing.' },
    { speaker: 'reviewer', round: 2, stance: 'confirms', text: 'That is so.' },
  ],
})

function planOf(report: ReviewReport, more: Partial<PublicationFacts> = {}) {
  return planPublication({
    report,
    head: aHead('b'),
    hunks: new Map([['src/cart.ts', [aHunk(1, 20)]]]),
    conversation: silence,
    memory: { dismissals: [], demotions: [], lastReport: null },
    settings: { failOn: 'high', mode: 'up-to-head', takesCommands: false },
    linesRefused: false,
    ...more,
  })
}

function say(answer: AgentAnswer): string {
  return renderAnswer({ kind: 'agents', asked: 'ask', answer }, { kind: 'issue', id: 5 })
}

function withoutCode(body: string): string {
  return body.replaceAll(/^(`{3,})[^`\n]*\n[\s\S]*?^\1$/gm, '').replaceAll(/(`+)(?!`)[^\n]*?[^`]\1(?!`)/g, '')
}

function summaryOf(report: ReviewReport): string {
  const { summary } = planOf(report)
  return summary.kind === 'unchanged' ? '' : summary.body
}

test('a finding of the agents is told with the argument behind it', () => {
  expect(renderInlineComment(argued, place, false)).toMatchInlineSnapshot(`
    "<!-- autogen-bot:finding 00112233445566aa -->
    <!-- autogen-bot:rule agents/correctness -->

    **medium** · correctness

    An empty cart divides by zero. Return 0 for it.

    \`\`\`suggestion
      return lines.length === 0 ? 0 : sum / lines.length
    \`\`\`

    <details><summary>How it was argued</summary>

    - **coder** proposes: A new cart has no lines.
    - **reviewer** refutes: The caller checks it, see \`checkout\`.
    - **coder** insists: \`preview\` calls it too, and checks nothing.
    - **reviewer** confirms: That is so.
    - outcome: upheld

    </details>

    \`agents/correctness\` · 80 % sure"
  `)
})

test('the summary tells the change, what was refuted, which tests are missing and what it took', () => {
  const over = [
    {
      path: 'src/cart.ts',
      severity: 'high',
      message: 'It *may* be empty.',
      reason: 'Line 4 <returns> before.',
    },
  ] as const
  const agents = agentsReport({ refuted: [aRefutedClaim()], walkthrough: aWalkthrough, over })
  expect(summaryOf(aReport([argued], { agents }))).toMatchInlineSnapshot(`
    "<!-- autogen-bot:summary -->
    <!-- autogen-bot:head bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb -->

    ## autogen-bot review

    **1 finding: 1 medium.**

    Reviewed \`bbbbbbbbbbbb\` against \`aaaaaaaaaaaa\`: 1 of 1 changed file in full, 12 lines added, 3 removed.

    ### What the change does

    Totals are computed from the lines of the cart. The cache is asked first.

    Risk: **medium** · about 12 minutes to review
    - Money is computed here.

    <details><summary>Over since the last review (1)</summary>

    - **high** \`src/cart.ts\`: It \\*may\\* be empty. — Line 4 &#60;returns&#62; before.

    </details>

    <details><summary>Missing tests (1)</summary>

    - \`src/cart.ts\`: An empty cart costs nothing.

    </details>

    <details><summary>Calls between modules that changed</summary>

    \`\`\`mermaid
    flowchart LR
      n0["src/cart.ts"] -->|price| n1["src/prices.ts"]
    \`\`\`

    </details>

    <details><summary>Considered and refuted (1)</summary>

    - **low** \`src/cart.ts:9\`: The list is sorted twice. — The refutation cites code that is there, and nobody answered it.
      - **coder** proposes: sort() is called here and in the caller.
      - **reviewer** refutes: The caller sorts by another key.
      - **coder** withdraws: That is so.

    </details>

    <details><summary>Changed files (1)</summary>

    - \`src/cart.ts\`: 1 finding: 1 medium — Adds \`total\`, which sums the lines.

    </details>

    Agents: big/thinker-2, small/quick-1; 12 calls, 3 answers remembered; 45,210 tokens read (12,000 from the provider's cache), 3,021 written; &#36;0.12"
  `)
})

describe('agents that were stopped', () => {
  const stop = (kind: AgentsStop['kind'], isPartial = false): AgentsStop => ({
    kind,
    isPartial,
    message: 'the day’s budget for language models is spent.',
  })
  const reportWith = (stopped: AgentsStop, coverage: ReviewReport['coverage'] = []) =>
    aReport([], {
      agents: agentsReport({ stopped }),
      coverage: [{ path: 'src/cart.ts', status: 'reviewed', reason: null }, ...coverage],
      notes: [stopSentence(stopped)],
    })

  test('are told on top, once, and in the title of the check', () => {
    const plan = planOf(reportWith(stop('budget')))
    expect(plan.check.title).toMatchInlineSnapshot(
      `"No findings in 1 file. Analysers only: the day’s budget for language models is spent."`,
    )
    expect(plan.check.summary).toMatchInlineSnapshot(`
      "**No findings in 1 file.**

      > **Analysers only: the day’s budget for language models is spent.**

      Everything selected was reviewed by analysers, and nothing open is at or above **high**.

      Reviewed commit \`bbbbbbbbbbbb\`."
    `)
    const body = summaryOf(reportWith(stop('budget')))
    expect(body.split('Analysers only').length - 1).toBe(1)
    expect(body.indexOf('Analysers only')).toBeLessThan(body.indexOf('Reviewed `'))
  })

  test.each([
    ['analysers-only', 'success'],
    ['budget', 'success'],
    ['no-model', 'success'],
    ['model-failed', 'neutral'],
    ['out-of-time', 'neutral'],
  ] as const)('%s: the check is %s', (kind, conclusion) => {
    expect(planOf(reportWith(stop(kind))).check.conclusion).toBe(conclusion)
  })

  test('a file that they left unread is not read in full', () => {
    const report = aReport([], {
      agents: agentsReport(),
      coverage: [{ path: 'src/a.ts', status: 'partly', reason: agentsUnread('no room for it.') }],
    })
    expect(planOf(report).check.conclusion).toBe('neutral')
  })
})

describe('threads of findings that are told no more', () => {
  const threadOf = (rule: string) =>
    aThread({
      comments: [
        aComment(`<!-- autogen-bot:finding 00112233445566aa -->\n<!-- autogen-bot:rule ${rule} -->\n\nwords`),
      ],
    })
  const coverage = [{ path: 'src/cart.ts', status: 'reviewed', reason: null }] as const
  const partly = [{ path: 'src/cart.ts', status: 'partly', reason: agentsUnread('no room for it.') }] as const
  const agents = agentsReport()
  const stopped = agentsReport({ stopped: { kind: 'budget', message: 'spent.', isPartial: false } })

  test.each<[string, string, Partial<ReviewReport>, number]>([
    ['agents read the file again', 'agents/correctness', { agents, coverage }, 1],
    ['agents were stopped', 'agents/correctness', { agents: stopped, coverage }, 0],
    ['nobody asked agents', 'agents/correctness', { coverage }, 0],
    ['agents did not read the file', 'agents/correctness', { agents, coverage: partly }, 0],
    ['an analyser read the file', 'oxlint/no-debugger', { agents: stopped, coverage }, 1],
    ['an analyser read what agents did not', 'oxlint/no-debugger', { agents, coverage: partly }, 1],
  ])('%s', (_, rule, more, resolved) => {
    const conversation = { ...silence, threads: [threadOf(rule)] }
    expect(planOf(aReport([], more), { conversation }).resolve).toHaveLength(resolved)
  })
})

describe('hostile words of a model', () => {
  test.each(hostileTexts)('%j stays text in an answer', (text) => {
    const place = { path: text || 'a', side: 'RIGHT', line: 1, endLine: 1 } as const
    const block = { kind: 'prose', text: `${text}\n- ${text}`, language: '' } as const
    const cited = { places: [place], notFound: 0 }
    const improvement = { ...place, severity: 'low', message: text, replacement: text } as const
    const bodies = [
      say({ kind: 'words', blocks: [block, { ...block, kind: 'code' }], cited }),
      say({ kind: 'improvements', improvements: [improvement] }),
      say({
        kind: 'description',
        walkthrough: { ...aWalkthrough, summary: text, files: [{ path: text, text }] },
      }),
    ]
    for (const body of bodies) {
      const prose = withoutCode(body)
      expect(prose).not.toMatch(/<img|\]\(https|!\[|(?<![\\\w])@\w|www\.evil/)
      expect(body).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b\ufeff\u{e0000}-\u{e007f}\x1b]/u)
      expect(readMarker(body, 'finding')).toBeNull()
    }
  })

  test('of any length makes an answer that the host takes', () => {
    const blocks = Array.from({ length: 24 }, () => ({
      kind: 'prose' as const,
      text: '*@&'.repeat(2_000),
      language: '',
    }))
    const body = say({ kind: 'words', blocks, cited: { places: [], notFound: 3 } })
    expect(bytesOf(body)).toBeLessThan(60_000)
    expect(body).toContain('read it with care')
  })

  test.each(hostileTexts)('%j stays text wherever it is shown', (text) => {
    const voices = [{ speaker: 'coder', round: 1, stance: 'proposes', text } as const]
    const refuted = aRefutedClaim({ message: text, detail: text, voices })
    const walkthrough = {
      ...aWalkthrough,
      summary: text,
      files: [{ path: text, text }],
      risk: { level: 'high', reasons: [text] } as const,
      missingTests: [{ path: text, text }],
    }
    const agents = agentsReport({
      models: [text],
      refuted: [refuted],
      walkthrough,
      stopped: { kind: 'model-failed', message: text, isPartial: true },
    })
    const report = aReport([{ ...argued, message: text, voices, suggestion: null }], { agents })
    const plan = planOf(report)
    for (const body of [
      summaryOf(report),
      plan.check.summary,
      renderInlineComment({ ...argued, message: text, voices }, place, true),
    ]) {
      const prose = withoutCode(body)
      expect(prose).not.toMatch(/<img|\]\(https|!\[|(?<![\\\w])@\w|www\.evil/)
      expect(body.split('\n').filter((line) => /^#+ not a heading/.test(line))).toEqual([])
      expect(body).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b\ufeff\u{e0000}-\u{e007f}\x1b]/u)
    }
  })

  test('never makes a comment too long for the host', () => {
    fc.assert(
      fc.property(anyReport, fc.integer({ min: 1, max: 400 }), (report, times) => {
        const agents = report.agents === undefined ? agentsReport() : report.agents
        const refuted = Array.from({ length: times }, () =>
          aRefutedClaim({ message: '*@&'.repeat(800), detail: '<`>'.repeat(800) }),
        )
        const long = { ...report, agents: { ...agents, refuted } }
        expect(bytesOf(summaryOf(long))).toBeLessThanOrEqual(65_000)
      }),
      { numRuns: 20 },
    )
  })
})
