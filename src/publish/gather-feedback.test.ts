import { expect, test } from 'vitest'
import { aFinding, aReport } from '../../test/world/report.ts'
import type { FindingId } from '../domain/finding/finding.ts'
import type { ReviewThread } from '../ports/code-host/conversation.ts'
import { aComment, aPullRequest, aThread, silence } from './fixtures/pull-request.ts'
import { type FeedbackFacts, gatherFeedback } from './gather-feedback.ts'
import { marker } from './markers.ts'

const id = '00112233445566aa' as FindingId
const before = aReport([aFinding({ suggestion: { replacement: '  log()' } })])
const cleaned = aReport([], { coverage: [{ path: 'src/cart.ts', status: 'reviewed', reason: null }] })

function gather(thread: ReviewThread, more: Partial<FeedbackFacts> = {}) {
  const facts = {
    pullRequest: aPullRequest,
    report: aReport([aFinding()]),
    conversation: { ...silence, threads: [thread] },
    dismissals: [],
    lastReport: before,
    now: 9,
    ...more,
  }
  return gatherFeedback(facts).map(({ rule, kind, person, reason }) => [rule, kind, person, reason])
}

const body = marker('finding', id)

test('an open thread says nothing yet', () => expect(gather(aThread())).toEqual([]))

test('thumbs down', () => {
  const thread = aThread({ comments: [aComment(body, { thumbsDown: 2 })] })
  expect(gather(thread)).toEqual([['oxlint/no-debugger', 'thumbs-down', '', null]])
})

test('closed by a person although the code is the same; what we close ourselves does not count', () => {
  expect(gather(aThread({ isResolved: true, resolvedBy: 'ada' }))).toEqual([
    ['oxlint/no-debugger', 'resolved-unchanged', 'ada', null],
  ])
  expect(gather(aThread({ isResolved: true, isResolvedByUs: true }))).toEqual([])
})

test.each([
  ['debugger', 'fixed'],
  ['x\r\n  log()\r\n', 'applied'],
])('gone from %j: %s', (text, kind) => {
  expect(gather(aThread(), { report: cleaned, headText: () => text })).toEqual([
    ['oxlint/no-debugger', kind, '', null],
  ])
})

test('a file that was taken back or not read tells nothing', () => {
  expect(gather(aThread(), { report: aReport([]) })).toEqual([])
  const partly = aReport([], { coverage: [{ path: 'src/cart.ts', status: 'partly', reason: 'ruff died.' }] })
  expect(gather(aThread(), { report: partly })).toEqual([])
})

test('the comment remembers its rule when no report does', () => {
  const thread = aThread({ comments: [aComment(`${body}\n${marker('rule', 'ruff/F401')}`)] })
  expect(gather(thread, { report: cleaned, lastReport: null })).toEqual([['ruff/F401', 'fixed', '', null]])
  expect(gather(aThread(), { report: cleaned, lastReport: null })).toEqual([])
})

test('dismissals come with their reason', () => {
  const dismissals = [{ finding: id, by: 'ada', reason: 'ours', at: 3 }]
  expect(gather(aThread(), { dismissals })).toEqual([['oxlint/no-debugger', 'dismissed', 'ada', 'ours']])
})
