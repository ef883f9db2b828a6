/** Reports for tests: from the little that a test wants to say, or any report there can be. */
import fc from 'fast-check'
import type { AgentsReport, Walkthrough } from '../../src/domain/agents/agents-report.ts'
import { stances, type Voice } from '../../src/domain/agents/voice.ts'
import type { DroppedFinding, Finding, FindingId } from '../../src/domain/finding/finding.ts'
import { categories, severities } from '../../src/domain/finding/severity.ts'
import type { CoverageLine, ReviewReport } from '../../src/domain/review/report.ts'

/** A finding about one line of `src/cart.ts`, unless told otherwise. */
export function aFinding(more: Partial<Omit<Finding, 'id'>> & { readonly id?: string } = {}): Finding {
  const { id = '00112233445566aa', ...rest } = more
  return {
    id: id as FindingId,
    path: 'src/cart.ts',
    line: 3,
    endLine: 3,
    column: 3,
    endColumn: 11,
    side: 'RIGHT',
    rule: 'oxlint/no-debugger',
    severity: 'medium',
    category: 'correctness',
    cwe: [],
    message: 'A debugger statement is left in. Remove it.',
    suggestion: null,
    source: 'analyser',
    confidence: 0.9,
    suppressed: null,
    shown: true,
    alsoReportedBy: [],
    symbol: null,
    excerpt: ['  debugger'],
    ...rest,
  }
}

/** Two agents that finished, and said nothing but what is given. */
export function agentsReport(more: Partial<AgentsReport> = {}): AgentsReport {
  return {
    stopped: null,
    models: ['big/thinker-2', 'small/quick-1'],
    rounds: 2,
    refuted: [],
    walkthrough: null,
    usage: {
      tokens: { input: 45_210, cacheRead: 12_000, cacheWrite: 0, output: 3_021 },
      costMicroDollars: 123_400,
      calls: 12,
      estimated: 0,
      remembered: 3,
      modelMs: 40_000,
    },
    ...more,
  }
}

/** A claim that the argument ended, with both voices. */
export function aRefutedClaim(more: Partial<DroppedFinding> = {}): DroppedFinding {
  return {
    path: 'src/cart.ts',
    line: 9,
    rule: 'agents/performance',
    severity: 'low',
    message: 'The list is sorted twice.',
    reason: 'refuted',
    detail: 'The refutation cites code that is there, and nobody answered it.',
    voices: [
      { speaker: 'coder', round: 1, stance: 'proposes', text: 'sort() is called here and in the caller.' },
      { speaker: 'reviewer', round: 1, stance: 'refutes', text: 'The caller sorts by another key.' },
      { speaker: 'coder', round: 2, stance: 'withdraws', text: 'That is so.' },
    ],
    ...more,
  }
}

export const aWalkthrough: Walkthrough = {
  summary: 'Totals are computed from the lines of the cart. The cache is asked first.',
  files: [{ path: 'src/cart.ts', text: 'Adds `total`, which sums the lines.' }],
  diagram: 'flowchart LR\n  n0["src/cart.ts"] -->|price| n1["src/prices.ts"]',
  risk: { level: 'medium', reasons: ['Money is computed here.'] },
  effortMinutes: 12,
  missingTests: [{ path: 'src/cart.ts', text: 'An empty cart costs nothing.' }],
}

/** Every file with a finding is reviewed; `coverage` adds to that. */
export function aReport(
  findings: readonly Finding[],
  more: Partial<Omit<ReviewReport, 'version' | 'findings'>> = {},
): ReviewReport {
  const reviewed = [...new Set(findings.map(({ path }) => path))].map(
    (path): CoverageLine => ({ path, status: 'reviewed', reason: null }),
  )
  return {
    version: 1,
    base: 'a'.repeat(40),
    head: 'b'.repeat(40),
    mergeBase: 'a'.repeat(40),
    stats: {
      files: reviewed.length + (more.coverage?.length ?? 0),
      added: 12,
      removed: 3,
      durationMs: 120,
      stages: { diff: 5 },
    },
    notes: [],
    ...more,
    findings,
    coverage: [...reviewed, ...(more.coverage ?? [])],
  }
}

/** What an attacker puts into names, code and messages. */
export const hostileTexts = [
  '\x1b[2J\x1b]8;;https://evil.example\x07click\x1b]8;;\x07',
  '\x9b31m',
  'a\nb\r\nc',
  '\u202egnp.exe\u2066',
  'zero\u200bwidth\ufeff',
  '\u{e0041}\u{e0042}',
  '\ud800',
  '```\n# not a heading\n```',
  '`` ` ``',
  'a | b \\| c',
  '@everyone @octo/team #12 GH-7 0123456789abcdef0123456789abcdef01234567',
  '<img src=x onerror=alert(1)>&lt;',
  '[click](https://evil.example) ![x](//evil.example) www.evil.example',
  '{0} {1} %SRCROOT% ../../etc/passwd',
  '$$\\unsafe$$ *b* _i_ ~~s~~',
  '- item',
  '日本語 👍🏽 naïve',
  '\t\ttabs',
  '',
] as const

const anyText = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...hostileTexts) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
)
const anyLine = fc.integer({ min: 1, max: 100_000 })
const anyCwe = fc.constantFrom('CWE-79', 'CWE-1321', 'CWE-22')

const anyVoice: fc.Arbitrary<Voice> = fc.record({
  speaker: fc.constantFrom('coder', 'reviewer'),
  round: fc.integer({ min: 1, max: 4 }),
  stance: fc.constantFrom(...stances),
  text: anyText,
})

const anyFinding: fc.Arbitrary<Finding> = fc
  .record({
    id: fc.stringMatching(/^[0-9a-f]{16}$/).map((id) => id as FindingId),
    path: anyText,
    line: anyLine,
    column: fc.integer({ min: 1, max: 200 }),
    width: fc.nat(50),
    lines: fc.nat(20),
    side: fc.constantFrom('RIGHT', 'LEFT'),
    rule: fc.constantFrom('oxlint/no-debugger', 'ast-grep/python-sql-string', 'agent/x'),
    severity: fc.constantFrom(...severities),
    category: fc.constantFrom(...categories),
    cwe: fc.array(anyCwe, { maxLength: 2 }),
    message: anyText,
    suggestion: fc.option(fc.record({ replacement: anyText })),
    source: fc.constantFrom('analyser', 'agent'),
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    suppressed: fc.option(fc.record({ by: anyText, line: anyLine, addedHere: fc.boolean() })),
    shown: fc.boolean(),
    alsoReportedBy: fc.array(anyText, { maxLength: 2 }),
    symbol: fc.option(anyText),
    excerpt: fc.array(
      anyText.map((text) => text.replaceAll('\n', ' ')),
      { maxLength: 10 },
    ),
  })
  .map(({ lines, width, ...finding }) => ({
    ...finding,
    endLine: finding.line + lines,
    endColumn: lines === 0 ? finding.column + width : 1 + width,
  }))

const anyCoverage: fc.Arbitrary<CoverageLine> = fc.oneof(
  fc.record({ path: anyText, status: fc.constant('reviewed'), reason: fc.constant(null) }),
  fc.record({ path: anyText, status: fc.constantFrom('partly', 'skipped'), reason: anyText }),
  fc.uint8Array({ minLength: 1, maxLength: 8 }).map((bytes) => ({
    path: 'odd \\xff',
    status: 'reviewed' as const,
    reason: null,
    pathBase64: Buffer.from(bytes).toString('base64'),
    previousPath: 'before',
  })),
)

const anyDropped: fc.Arbitrary<DroppedFinding> = fc.record({
  path: anyText,
  line: fc.nat(1000),
  rule: fc.constant('ruff/F401'),
  severity: fc.constantFrom(...severities),
  message: anyText,
  reason: fc.constantFrom('outside-change', 'duplicate', 'refuted', 'not-grounded', 'suppressed-before'),
  detail: anyText,
})

const anyPlaced = fc.array(fc.record({ path: anyText, text: anyText }), { maxLength: 3 })

const anyAgents: fc.Arbitrary<AgentsReport> = fc.record({
  stopped: fc.option(
    fc.record({
      kind: fc.constantFrom('budget', 'no-model', 'model-failed'),
      message: anyText,
      isPartial: fc.boolean(),
    }),
  ),
  models: fc.array(anyText, { maxLength: 2 }),
  rounds: fc.nat(4),
  refuted: fc.array(anyDropped, { maxLength: 2 }),
  walkthrough: fc.option(
    fc.record({
      summary: anyText,
      files: anyPlaced,
      diagram: fc.option(anyText),
      risk: fc.record({
        level: fc.constantFrom('low', 'medium', 'high'),
        reasons: fc.array(anyText, { maxLength: 2 }),
      }),
      effortMinutes: fc.nat(600),
      missingTests: anyPlaced,
    }),
  ),
  usage: fc.record({
    tokens: fc.record({
      input: fc.nat(1e9),
      cacheRead: fc.nat(1e9),
      cacheWrite: fc.nat(1e9),
      output: fc.nat(1e9),
    }),
    costMicroDollars: fc.option(fc.nat(1e9)),
    calls: fc.nat(100),
    estimated: fc.nat(100),
    remembered: fc.nat(100),
    modelMs: fc.nat(1e6),
  }),
})

const anyObjectName = fc.oneof(fc.stringMatching(/^[0-9a-f]{40}$/), fc.stringMatching(/^[0-9a-f]{64}$/))

export const anyReport: fc.Arbitrary<ReviewReport> = fc
  .record({
    base: anyObjectName,
    head: anyObjectName,
    mergeBase: anyObjectName,
    findings: fc.array(anyFinding, { maxLength: 6 }),
    coverage: fc.array(anyCoverage, { maxLength: 6 }),
    notes: fc.array(anyText, { maxLength: 2 }),
    agents: fc.option(anyAgents, { nil: undefined }),
    voices: fc.array(anyVoice, { maxLength: 3 }),
    dropped: fc.option(fc.array(anyDropped, { maxLength: 3 }), { nil: undefined }),
    stats: fc.record({
      files: fc.nat(100),
      added: fc.nat(1000),
      removed: fc.nat(1000),
      durationMs: fc.nat(10_000),
      stages: fc.dictionary(fc.constantFrom('diff', 'analyse'), fc.nat(1000)),
    }),
  })
  .map(({ dropped, agents, voices, ...report }) => ({
    version: 1 as const,
    ...report,
    // Arguments are told with what was dropped, or not at all.
    findings: report.findings.map((finding) =>
      dropped === undefined || finding.source === 'analyser' ? finding : { ...finding, voices },
    ),
    ...(agents === undefined ? {} : { agents }),
    ...(dropped === undefined ? {} : { dropped }),
  }))
