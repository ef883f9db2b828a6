import { describe, expect, test } from 'vitest'
import { aFinding, aReport } from '../../../test/world/report.ts'
import type { Finding, FindingId } from '../../domain/finding/finding.ts'
import { aHead, aHunk, aThread, silence } from '../fixtures/pull-request.ts'
import { marker } from '../markers.ts'
import type { Place } from '../place-on-diff.ts'
import { planPublication } from '../plan-publication.ts'
import { type Answer, renderAnswer } from './answers.ts'
import { renderInlineComment } from './inline-comment.ts'
import { type ReviewStatus, renderStatus } from './status-page.ts'

const whole: Extract<Place, { kind: 'line' }> = {
  kind: 'line',
  side: 'RIGHT',
  startLine: 3,
  line: 4,
  isWhole: true,
}
const cut = { ...whole, startLine: null, line: 3, isWhole: false }

function renderInline(finding: Finding, place: Extract<Place, { kind: 'line' }>): string {
  return renderInlineComment(finding, place, true)
}

test('where nobody listens to commands, none is offered', () => {
  const place = { kind: 'line', side: 'RIGHT', startLine: null, line: 3, isWhole: true } as const
  expect(renderInlineComment(aFinding(), place, false)).not.toContain('/autogen')
})

describe('a comment on a line', () => {
  const finding = aFinding({
    severity: 'high',
    category: 'security',
    cwe: ['CWE-89'],
    rule: 'ast-grep/sql',
    endLine: 4,
    message: 'A query is built from `name`, see https://evil.example @all.',
    suggestion: { replacement: 'run(sql`SELECT 1`)\n```\n' },
    alsoReportedBy: ['ruff/S608'],
    suppressed: { by: 'noqa', line: 3, addedHere: true },
  })

  test('says how bad, what, what instead, and how to answer', () => {
    expect(renderInline(finding, whole)).toMatchInlineSnapshot(`
      "<!-- autogen-bot:finding 00112233445566aa -->
      <!-- autogen-bot:rule ast-grep/sql -->

      **high** · security

      A query is built from \`name\`, see \`https://evil.example\` \`@all\`.

      \`noqa\` on line 3, added by this change, asks tools to be silent here.

      \`\`\`\`suggestion
      run(sql\`SELECT 1\`)
      \`\`\`

      \`\`\`\`

      \`ast-grep/sql\` · \`CWE-89\` · also \`ruff/S608\` · \`/autogen explain 00112233445566aa\` or \`/autogen dismiss 00112233445566aa REASON\`"
    `)
  })

  test('offers nothing to apply when its range was shortened, or on removed code', () => {
    expect(renderInline({ ...finding, suppressed: null }, cut)).toMatchInlineSnapshot(`
      "<!-- autogen-bot:finding 00112233445566aa -->
      <!-- autogen-bot:rule ast-grep/sql -->

      **high** · security

      A query is built from \`name\`, see \`https://evil.example\` \`@all\`.

      It concerns the lines 3 to 4.

      Proposed:

      \`\`\`\`
      run(sql\`SELECT 1\`)
      \`\`\`

      \`\`\`\`

      \`ast-grep/sql\` · \`CWE-89\` · also \`ruff/S608\` · \`/autogen explain 00112233445566aa\` or \`/autogen dismiss 00112233445566aa REASON\`"
    `)
    expect(renderInline({ ...finding, side: 'LEFT' }, { ...whole, side: 'LEFT' })).not.toContain('suggestion')
  })

  test.each(['hidden\u200b', 'password = ****', 'a\r\nb'])(
    'nor what cannot be shown as it is: %j',
    (replacement) => {
      expect(renderInline({ ...finding, suggestion: { replacement } }, whole)).not.toContain('```suggestion')
    },
  )

  test('removes lines with an empty suggestion, and does not show a very long one', () => {
    const withText = (replacement: string) => renderInline({ ...finding, suggestion: { replacement } }, whole)
    expect(withText('')).toContain('```suggestion\n```')
    expect(withText('x\n'.repeat(5_000))).toContain('too long to be shown')
  })
})

test('the summary and the check of a review', () => {
  const report = aReport(
    [
      aFinding({ id: '1111111111111111', severity: 'high' }),
      aFinding({ id: '2222222222222222', line: 99, endLine: 99 }),
      aFinding({ id: '3333333333333333', shown: false }),
      aFinding({ id: '4444444444444444', rule: 'ruff/F401' }),
      aFinding({ id: '5555555555555555' }),
      aFinding({ id: '6666666666666666' }),
    ],
    {
      coverage: [
        {
          path: 'big.sql',
          status: 'skipped',
          reason: 'Too large: 9 bytes, the limit is 8 (limits.fileBytesMax).',
        },
        { path: 'logo.png', status: 'skipped', reason: 'Binary: there are no lines to read.' },
        { path: '<b>@all.ts', status: 'reviewed', reason: null, previousPath: 'old.ts' },
      ],
      notes: ['This change edits .autogen-bot.yaml; <the> one of the base held.'],
    },
  )
  const plan = planPublication({
    report,
    head: aHead('b'),
    hunks: new Map([['src/cart.ts', [aHunk(1, 20)]]]),
    conversation: {
      ...silence,
      threads: [
        aThread({
          isResolved: true,
          resolvedBy: 'ada',
          comments: [
            { id: 1, body: marker('finding', '6666666666666666'), isOurs: true, author: null, thumbsDown: 0 },
          ],
        }),
      ],
    },
    memory: {
      dismissals: [{ finding: '5555555555555555' as FindingId, by: 'ada', reason: 'Wanted, see #3.', at: 1 }],
      demotions: [{ rule: 'ruff/F401', reason: '3 people rejected 6 of 9 findings of this rule.', at: 1 }],
      lastReport: null,
    },
    settings: { failOn: 'high', mode: 'up-to-head', takesCommands: true },
    linesRefused: false,
  })
  expect(plan.summary.kind === 'create' ? plan.summary.body : '').toMatchInlineSnapshot(`
    "<!-- autogen-bot:summary -->
    <!-- autogen-bot:head bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb -->

    ## autogen-bot review

    **5 findings: 1 high, 4 medium. 1 of 3 files could not be reviewed in full. 1 at or above high.**

    Reviewed \`bbbbbbbbbbbb\` against \`aaaaaaaaaaaa\`: 2 of 4 changed files in full, 12 lines added, 3 removed.

    ### Findings that are not on lines

    - **medium** \`src/cart.ts:99\`: A debugger statement is left in. Remove it. (\`oxlint/no-debugger\`, \`2222222222222222\`) — Its line is not part of the diff.

    ### Not reviewed in full

    - \`big.sql\`: Too large: 9 bytes, the limit is 8 (limits.fileBytesMax).

    > This change edits .autogen-bot.yaml; &#60;the&#62; one of the base held.

    <details><summary>Conversation resolved, finding still there (1)</summary>

    - **medium** \`src/cart.ts:3\`: A debugger statement is left in. Remove it. (\`oxlint/no-debugger\`, \`6666666666666666\`)

    </details>

    <details><summary>Of rules that this repository keeps rejecting (1)</summary>

    - **medium** \`src/cart.ts:3\`: A debugger statement is left in. Remove it. (\`ruff/F401\`, \`4444444444444444\`) — 3 people rejected 6 of 9 findings of this rule.

    </details>

    <details><summary>Dismissed (1)</summary>

    - **medium** \`src/cart.ts:3\`: A debugger statement is left in. Remove it. (\`oxlint/no-debugger\`, \`5555555555555555\`) — dismissed by \`ada\`: Wanted, see \`#3\`.

    </details>

    <details><summary>Beyond the limit of findings on lines (1)</summary>

    - **medium** \`src/cart.ts:3\`: A debugger statement is left in. Remove it. (\`oxlint/no-debugger\`, \`3333333333333333\`)

    </details>

    <details><summary>Left out on purpose (1)</summary>

    - \`logo.png\`: Binary: there are no lines to read.

    </details>

    <details><summary>Changed files (4)</summary>

    - \`src/cart.ts\`: 5 findings: 1 high, 4 medium
    - \`big.sql\`: not reviewed
    - \`logo.png\`: not reviewed
    - \`<b>@all.ts\` (was \`old.ts\`): no findings

    </details>

    Write \`/autogen help\` to see what can be asked; \`/autogen dismiss ID REASON\` puts a finding aside."
  `)
  expect(plan.review?.body).toMatchInlineSnapshot(`
    "<!-- autogen-bot:review bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb -->
    1 new finding on lines of \`bbbbbbbbbbbb\`. The summary below the pull request has the whole picture."
  `)
  expect(plan.check).toMatchInlineSnapshot(`
    {
      "annotations": [
        {
          "endLine": 99,
          "level": "warning",
          "message": "A debugger statement is left in. Remove it.",
          "path": "src/cart.ts",
          "startLine": 99,
          "title": "medium: oxlint/no-debugger",
        },
        {
          "endLine": 3,
          "level": "warning",
          "message": "A debugger statement is left in. Remove it.",
          "path": "src/cart.ts",
          "startLine": 3,
          "title": "medium: oxlint/no-debugger",
        },
      ],
      "conclusion": "failure",
      "summary": "**5 findings: 1 high, 4 medium. 1 of 3 files could not be reviewed in full. 1 at or above high.**

    This check fails because of findings at or above **high**. Mend them, or let a person with write access dismiss them with a reason.

    ### Not reviewed in full

    - \`big.sql\`: Too large: 9 bytes, the limit is 8 (limits.fileBytesMax).

    Reviewed commit \`bbbbbbbbbbbb\`.",
      "text": "### All findings

    - **high** \`src/cart.ts:3\`: A debugger statement is left in. Remove it. (\`oxlint/no-debugger\`, \`1111111111111111\`) — on its line
    - **medium** \`src/cart.ts:99\`: A debugger statement is left in. Remove it. (\`oxlint/no-debugger\`, \`2222222222222222\`) — not on a line
    - **medium** \`src/cart.ts:3\`: A debugger statement is left in. Remove it. (\`oxlint/no-debugger\`, \`3333333333333333\`) — beyond the limit
    - **medium** \`src/cart.ts:3\`: A debugger statement is left in. Remove it. (\`ruff/F401\`, \`4444444444444444\`) — of a demoted rule
    - **medium** \`src/cart.ts:3\`: A debugger statement is left in. Remove it. (\`oxlint/no-debugger\`, \`5555555555555555\`) — dismissed
    - **medium** \`src/cart.ts:3\`: A debugger statement is left in. Remove it. (\`oxlint/no-debugger\`, \`6666666666666666\`) — its conversation was resolved by a person",
      "title": "5 findings: 1 high, 4 medium. 1 of 3 files could not be reviewed in full. 1 at or above high.",
    }
  `)
})

const statuses: readonly (readonly [string, ReviewStatus])[] = [
  ['running', { kind: 'running' }],
  ['parked', { kind: 'parked', until: 1_795_442_700_000, reason: 'The hourly budget is used up.' }],
  ['held', { kind: 'held', heldFor: 'repository' }],
  ['circuit-open', { kind: 'circuit-open', until: 1_795_442_700_000, reason: 'git failed 5 times.' }],
  ['draft', { kind: 'draft' }],
  ['paused', { kind: 'paused', by: 'ada' }],
  ['config-errors', { kind: 'config-errors', problems: ['.autogen-bot.yaml:3:1: limts: unknown - <b>'] }],
  ['skipped', { kind: 'skipped', reason: 'The author is a bot.' }],
  ['failed', { kind: 'failed', message: 'git failed.', remedy: 'Look at the log.', takesCommands: true }],
  ['superseded', { kind: 'superseded', by: 'c'.repeat(40) }],
  ['closed', { kind: 'closed' }],
]

test('a review without a verdict never looks green', () => {
  const pages = statuses.map(([name, status]) => {
    const { conclusion, title, summary } = renderStatus(status)
    expect(['success', 'failure']).not.toContain(conclusion)
    return `${name}: ${conclusion}\n  ${title}\n  ${summary}`
  })
  expect(pages.join('\n')).toMatchInlineSnapshot(`
    "running: null
      Review in progress
      The change is being reviewed.
    parked: null
      Waiting until 2026-11-23 14:05 UTC
      The review waits until 2026-11-23 14:05 UTC and goes on by itself. The hourly budget is used up.
    held: null
      Waiting: reviews are switched off for a time
      Whoever runs this service has switched reviews of this repository off for a time. The change is not reviewed yet; its review starts by itself as soon as they are switched on again.
    circuit-open: null
      Reviews are interrupted until 2026-11-23 14:05 UTC
      Reviews failed several times in a row, so the next try is made at 2026-11-23 14:05 UTC. git failed 5 times.
    draft: neutral
      Not reviewed: a draft
      Drafts are not reviewed. Mark the pull request as ready, or write \`/autogen review\`.
    paused: neutral
      Not reviewed: reviews are paused
      \`ada\` paused reviews of this pull request. \`/autogen resume\` lets them go on.
    config-errors: neutral
      Not reviewed: 1 error in .autogen-bot.yaml
      The configuration on the base branch has errors. The review starts by itself once they are mended there.

    - \`.autogen-bot.yaml:3:1\`: limts: unknown - &#60;b&#62;
    skipped: neutral
      Not reviewed
      This change was not reviewed. The author is a bot.
    failed: neutral
      Not reviewed: the review failed
      This change was not reviewed. git failed. Look at the log. \`/autogen review full\` tries again.
    superseded: cancelled
      Superseded by a newer commit
      This commit is not the head any more; \`cccccccccccc\` is reviewed instead.
    closed: cancelled
      The pull request is closed
      The pull request was closed before the review came to its end."
  `)
})

describe('answers', () => {
  const say = (answer: Answer) => renderAnswer(answer, { kind: 'issue', id: 5 })

  test('begin with what they answer, unseen, and are short', () => {
    expect(say({ kind: 'help' })).toMatchInlineSnapshot(`
      "<!-- autogen-bot:answer issue/5 -->

      What can be asked here, at the beginning of a line:

      - \`/autogen review\` reviews the head; \`review full\` does so again
      - \`/autogen status\` tells how far the review is
      - \`/autogen explain ID\` tells all about a finding
      - \`/autogen dismiss ID REASON\` puts a finding aside
      - \`/autogen pause\` and \`/autogen resume\`, for this pull request
      - \`/autogen config\` shows the configuration that holds
      - \`/autogen ask QUESTION\` asks the agents about this change
      - \`/autogen describe\`, \`improve\` and \`tests\` let them tell the change, propose better code, write missing tests"
    `)
    expect(say({ kind: 'unknown', word: '`@all' })).toContain('`` `@all `` is not a command')
  })

  test('explain', () => {
    const finding = aFinding({ cwe: ['CWE-1'], excerpt: ['```', '<!-- autogen-bot:summary -->'] })
    expect(say({ kind: 'explanation', finding, fate: 'on its line' })).toMatchInlineSnapshot(`
      "<!-- autogen-bot:answer issue/5 -->

      **medium** · correctness · \`src/cart.ts:3\`

      A debugger statement is left in. Remove it.

      \`\`\`\`
      \`\`\`
      <!-- autogen-bot:summary -->
      \`\`\`\`

      - found by \`oxlint/no-debugger\`
      - weakness: \`CWE-1\`
      - reports of this kind are right in about 90 % of cases
      - here: on its line"
    `)
  })

  test('status', () => {
    expect(
      say({
        kind: 'status',
        facts: {
          head: 'c'.repeat(40),
          lastHead: 'b'.repeat(40),
          lastNote: 'Two findings.',
          pausedBy: 'ada',
          waiting: { until: 1_795_442_700_000, reason: 'The hourly budget is used up.' },
          demotedRules: ['ruff/F401'],
        },
      }),
    ).toMatchInlineSnapshot(`
      "<!-- autogen-bot:answer issue/5 -->

      - head: \`cccccccccccc\`
      - last review: \`bbbbbbbbbbbb\`. Two findings.
      - waiting until 2026-11-23 14:05 UTC: The hourly budget is used up.
      - paused by \`ada\`
      - told in the summary only: \`ruff/F401\`"
    `)
  })

  const answers: readonly Answer[] = [
    { kind: 'incomplete', command: 'dismiss', lacks: 'reason' },
    { kind: 'incomplete', command: 'explain', lacks: 'id' },
    { kind: 'not-allowed' },
    { kind: 'review', isDone: true, head: 'b'.repeat(40) },
    { kind: 'review', isDone: false, head: 'b'.repeat(40) },
    { kind: 'no-such-finding', finding: '1111111111111111' as FindingId },
    { kind: 'dismissed', finding: aFinding(), by: 'ada', reason: 'Ours, @all.' },
    { kind: 'paused', by: 'ada' },
    { kind: 'resumed', wasPaused: true },
    { kind: 'resumed', wasPaused: false },
    { kind: 'config', source: '.autogen-bot.yaml of main', text: 'version: 1\n# ```\n' },
    { kind: 'config-errors', problems: ['line 3: <b>'] },
  ]

  test('the short ones', () => {
    const texts = answers.map((answer) => say(answer).split('\n').slice(2).join('\n'))
    expect(texts.join('\n---\n')).toMatchInlineSnapshot(`
      "\`dismiss\` needs a reason: \`/autogen dismiss ID REASON\`.
      ---
      \`explain\` needs the id of a finding: the sixteen digits at the end of its comment.
      ---
      That is for people with write access to this repository.
      ---
      \`bbbbbbbbbbbb\` has its review already; the summary tells it. \`/autogen review full\` reviews it again.
      ---
      \`bbbbbbbbbbbb\` will be reviewed now; the check shows how far it is.
      ---
      The last review of this pull request has no finding \`1111111111111111\`.
      ---
      \`00112233445566aa\` (\`oxlint/no-debugger\` in \`src/cart.ts\`) is dismissed by \`ada\`: Ours, \`@all\`.

      It is not told again on this pull request and does not fail the check.
      ---
      Reviews of this pull request are paused by \`ada\`. \`/autogen resume\` ends that.
      ---
      Reviews of this pull request go on; the head is reviewed now.
      ---
      Reviews of this pull request were not paused.
      ---
      The configuration that holds here (.autogen-bot.yaml of main):

      \`\`\`\`yaml
      version: 1
      # \`\`\`
      \`\`\`\`
      ---
      The configuration has errors, so nothing is reviewed until they are mended:

      - line 3: &#60;b&#62;"
    `)
  })
})
