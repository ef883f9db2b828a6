import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aFinding, anyReport, aReport } from '../../test/world/report.ts'
import { commentableLines } from '../domain/diff/changed-lines.ts'
import { bytesOf } from '../domain/markdown/cut-text.ts'
import { outsideCode } from '../domain/markdown/fixtures/outside-code.ts'
import type { CommitSha } from '../domain/repository/commit-sha.ts'
import type { Conversation } from '../ports/code-host/conversation.ts'
import { aComment, aHead, aHunk, aThread, silence } from './fixtures/pull-request.ts'
import { marker } from './markers.ts'
import {
  commentsMax,
  type PublicationFacts,
  type PublicationPlan,
  planPublication,
} from './plan-publication.ts'

function plan(more: Partial<PublicationFacts> = {}) {
  return planPublication({
    report: aReport([aFinding()]),
    head: aHead('b'),
    hunks: new Map([['src/cart.ts', [aHunk(1, 20)]]]),
    conversation: silence,
    memory: { dismissals: [], demotions: [], lastReport: null },
    settings: { failOn: 'high', mode: 'up-to-head', takesCommands: true },
    linesRefused: false,
    ...more,
  })
}

const fates = ({ settled }: PublicationPlan) => settled.map(({ fate }) => fate.kind)
const noMemory = { dismissals: [], demotions: [], lastReport: null }
const reviewed = { path: 'src/cart.ts', status: 'reviewed', reason: null } as const

describe('what becomes of a finding', () => {
  test('it is told on its line', () => {
    expect(fates(plan())).toEqual(['posted'])
    expect(plan().review?.comments).toMatchObject([{ path: 'src/cart.ts', line: 3, startLine: null }])
  })

  test('dismissed is dismissed, and closes its thread', () => {
    const dismissals = [{ finding: aFinding().id, by: 'ada', reason: 'ours', at: 1 }]
    const result = plan({
      memory: { ...noMemory, dismissals },
      conversation: {
        ...silence,
        threads: [
          aThread({
            comments: [aComment(marker('finding', aFinding().id)), aComment('no', { isOurs: false })],
          }),
        ],
      },
      settings: { failOn: 'low', mode: 'up-to-head', takesCommands: true },
    })
    expect(fates(result)).toEqual(['dismissed'])
    expect(result).toMatchObject({ review: null, notes: [], resolve: [{ thread: 'T1' }] })
    expect(result.check.conclusion).toBe('success')
  })

  test('of a demoted rule it is in the summary, unless it is a secret', () => {
    const demotions = [{ rule: 'oxlint/no-debugger', reason: 'They keep rejecting it.', at: 1 }]
    const report = aReport([aFinding(), aFinding({ id: '1111111111111111', category: 'secret' })])
    const result = plan({ report, memory: { ...noMemory, demotions } })
    expect(fates(result)).toEqual(['demoted', 'posted'])
  })

  test('beyond the limit, in a file without a diff, or on a commit that has its review: in the summary', () => {
    const report = aReport([
      aFinding({ id: '1111111111111111', shown: false }),
      aFinding({ id: '2222222222222222', path: 'other.ts' }),
    ])
    expect(fates(plan({ report }))).toEqual(['beyond-limit', 'not-on-line'])
    const ownReviews = [{ id: 1, commit: aHead('b'), body: marker('review', aHead('b')) }]
    const conversation = { ...silence, ownReviews }
    expect(fates(plan({ conversation }))).toEqual(['not-on-line'])
    expect(
      fates(plan({ conversation, settings: { failOn: 'never', mode: 'full', takesCommands: true } })),
    ).toEqual(['posted'])
  })

  test('a conversation too long to be read is taken to hold what was said before', () => {
    const conversation = { ...silence, isComplete: false }
    expect(fates(plan({ conversation }))).toEqual(['posted'])
    const memory = { ...noMemory, lastReport: aReport([aFinding()]) }
    expect(fates(plan({ conversation, memory }))).toEqual(['standing'])
  })
})

describe('the colour of the check', () => {
  const medium = aReport([aFinding()])
  const unread = aReport([], {
    coverage: [reviewed, { path: 'b', status: 'skipped', reason: 'Too large: 9' }],
  })
  const chosen = aReport([], { coverage: [reviewed, { path: 'b', status: 'skipped', reason: 'Binary: x' }] })
  const nothing = aReport([], { coverage: [{ path: 'b', status: 'skipped', reason: 'Binary: x' }] })

  test.each([
    [medium, 'medium', 'failure', '1 finding: 1 medium. 1 at or above medium.'],
    [medium, 'high', 'success', '1 finding: 1 medium.'],
    [medium, 'never', 'success', '1 finding: 1 medium.'],
    [
      unread,
      'low',
      'neutral',
      'No findings in what was read, which is not the whole change. 1 of 2 files could not be reviewed in full.',
    ],
    [chosen, 'low', 'success', 'No findings in 1 file.'],
    [nothing, 'low', 'neutral', 'Nothing was reviewed in 1 changed file.'],
    [aReport([]), 'low', 'neutral', 'The change is empty: there was nothing to review.'],
  ] as const)('%#: at %s it is %s', (report, failOn, conclusion, title) => {
    const { check } = plan({ report, settings: { failOn, mode: 'up-to-head', takesCommands: true } })
    expect([check.conclusion, check.title]).toEqual([conclusion, title])
  })

  test('a thread that somebody closed does not make it green', () => {
    const threads = [aThread({ isResolved: true, resolvedBy: 'ada' })]
    const result = plan({
      conversation: { ...silence, threads },
      settings: { failOn: 'low', mode: 'up-to-head', takesCommands: true },
    })
    expect(result.check.conclusion).toBe('failure')
    expect(result.review).toBeNull()
  })
})

/** A pull request on which the plan was carried out. */
function carriedOut(conversation: Conversation, done: PublicationPlan): Conversation {
  const added = (done.review?.comments ?? []).map((comment, at) =>
    aThread({
      id: `N${at}`,
      path: comment.path,
      line: comment.line,
      comments: [aComment(comment.body, { id: 1_000 + at })],
    }),
  )
  const threads = conversation.threads.map((thread) => ({
    ...thread,
    ...(done.resolve.some(({ thread: id }) => id === thread.id)
      ? { isResolved: true, isResolvedByUs: true }
      : {}),
    comments: [
      ...thread.comments,
      ...done.notes
        .filter(({ toComment }) => toComment === thread.comments[0]?.id)
        .map(({ body }) => aComment(body, { id: 2_000 })),
    ],
  }))
  const { summary, review } = done
  return {
    ...conversation,
    threads: [...threads, ...added],
    ownReviews:
      review === null ? conversation.ownReviews : [...conversation.ownReviews, { id: 1, ...review }],
    ownComments: summary.kind === 'unchanged' ? conversation.ownComments : [{ id: 5, body: summary.body }],
  }
}

const anyFacts = anyReport.chain((report) =>
  fc.record({
    report: fc.constant(report),
    head: fc.constant(report.head as CommitSha),
    hunks: fc
      .tuple(
        ...report.findings.map((finding) =>
          fc
            .option(fc.record({ before: fc.nat(3), count: fc.integer({ min: 1, max: 12 }) }))
            .map((around) => {
              const start = Math.max(1, finding.line - (around?.before ?? 0))
              return [finding.path, around === null ? [] : [aHunk(start, around.count)]] as const
            }),
        ),
      )
      .map((entries) => new Map(entries)),
    conversation: fc
      .subarray(report.findings.map(({ id }) => id))
      .chain((ids) =>
        fc.tuple(
          ...[...ids, 'ffffffffffffffff'].map((id, at) =>
            fc
              .record({
                isResolved: fc.boolean(),
                isResolvedByUs: fc.boolean(),
                hasReply: fc.boolean(),
                isOurs: fc.boolean(),
              })
              .map(({ hasReply, isOurs, ...state }) =>
                aThread({
                  id: `T${at}`,
                  path: 'gone.ts',
                  ...state,
                  comments: [
                    aComment(marker('finding', id), { id: at, isOurs }),
                    ...(hasReply ? [aComment('hm', { id: 50 + at, isOurs: false })] : []),
                  ],
                }),
              ),
          ),
        ),
      )
      .map((threads): Conversation => ({ ...silence, threads })),
    memory: fc.record({
      dismissals: fc
        .subarray(report.findings.map(({ id }) => id))
        .map((ids) => ids.map((finding) => ({ finding, by: '@eve', reason: '<b>@all</b>', at: 1 }))),
      demotions: fc.subarray([{ rule: 'agent/x', reason: 'So.', at: 1 }]),
      lastReport: fc.constant(null),
    }),
    settings: fc.record({
      failOn: fc.constantFrom('critical' as const, 'low' as const, 'never' as const),
      takesCommands: fc.boolean(),
      mode: fc.constantFrom('up-to-head' as const, 'full' as const),
    }),
    linesRefused: fc.boolean(),
  }),
)

describe('whatever is found and whatever stands there', () => {
  test('each finding has one place, comments stand on lines of the diff, and no text of others is alive', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { review, settled, summary, check, verdict } = planPublication(facts)
        expect(settled.map(({ finding }) => finding)).toEqual(facts.report.findings)
        const posted = settled.filter(({ fate }) => fate.kind === 'posted')
        expect(review?.comments.length ?? 0).toBe(posted.length)
        for (const { path, side, line, startLine, body } of review?.comments ?? []) {
          const lines = commentableLines(facts.hunks.get(path) ?? [], side)
          expect(lines).toContain(line)
          if (startLine !== null) expect(lines).toContain(startLine)
          expectHarmless(body)
        }
        const text = summary.kind === 'unchanged' ? '' : summary.body
        for (const { finding, fate } of settled) {
          const isOnLine = ['posted', 'standing'].includes(fate.kind)
          expect(text.includes(finding.id)).toBe(!isOnLine)
        }
        expectHarmless(text)
        expectHarmless(check.text ?? '')
        expectHarmless(check.summary)
        expect(bytesOf(check.title)).toBeLessThanOrEqual(255)
        if (check.conclusion === 'success') {
          expect(verdict.missed).toEqual([])
          expect(verdict.read.length).toBeGreaterThan(0)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('a plan that was carried out leaves nothing to do', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const done = planPublication(facts)
        const again = planPublication({ ...facts, conversation: carriedOut(facts.conversation, done) })
        expect(again).toMatchObject({ review: null, resolve: [], notes: [], summary: { kind: 'unchanged' } })
        expect(again.check.conclusion).toBe(done.check.conclusion)
      }),
      { numRuns: 300 },
    )
  })
})

test('the bound on comments holds over retries and pushes', () => {
  const findings = Array.from({ length: 100 }, (_, at) => aFinding({ id: at.toString(16).padStart(16, '0') }))
  const report = aReport(findings)
  const done = plan({ report })
  expect(done.review?.comments).toHaveLength(commentsMax)
  const conversation = carriedOut(silence, done)
  expect(plan({ report, conversation })).toMatchObject({ review: null, summary: { kind: 'unchanged' } })
  expect(plan({ report, conversation, head: aHead('c') }).review).toBeNull()
})

test('a review of very many hostile findings stays within what a host takes', () => {
  const findings = Array.from({ length: 2_000 }, (_, at) =>
    aFinding({
      id: at.toString(16).padStart(16, '0'),
      path: `${'ü`|'.repeat(150)}${at}`,
      message: '@a 😀'.repeat(600),
    }),
  )
  const { summary, check } = plan({ report: aReport(findings) })
  const body = summary.kind === 'unchanged' ? '' : summary.body
  for (const text of [body, check.text ?? '', check.summary]) {
    expect(bytesOf(text)).toBeLessThanOrEqual(65_535)
    expect(text.isWellFormed()).toBe(true)
  }
  expect(body).toMatch(/\d+ more findings are not listed for want of room\./)
  expect(body.match(/<details>/g)?.length).toBe(body.match(/<\/details>/g)?.length ?? 0)
  expectHarmless(body)
})

/** Our own frame taken away, nothing is left outside of code that GitHub would make something of. */
function expectHarmless(text: string): void {
  const ours =
    /^(?:<!-- autogen-bot:[\w ./:@#-]+ -->|<details><summary>[\w ,()]+<\/summary>|<\/details>|> .*)$/
  const outside = outsideCode(text)
    .split('\n')
    .filter((line) => !ours.test(line))
    .join('\n')
    .replace(/&#\d+;/g, '')
  expect(outside).not.toMatch(/[<>@`|$]|#\d|:\/\/|(?<![a-z0-9])(?:www\.|GH-\d)/i)
  expect(outside.replace(/\\[[\]*_~\\]/g, '')).not.toMatch(/[[\]_~]/)
  expect(text.replaceAll(/[\n\t]/g, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u)
  expect(bytesOf(text)).toBeLessThanOrEqual(65_535)
}
