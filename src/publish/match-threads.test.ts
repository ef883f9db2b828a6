import { expect, test } from 'vitest'
import { aFinding, aReport } from '../../test/world/report.ts'
import type { ReviewThread } from '../ports/code-host/conversation.ts'
import { aComment, aThread, silence } from './fixtures/pull-request.ts'
import { marker, readMarker } from './markers.ts'
import { matchThreads } from './match-threads.ts'

const id = '00112233445566aa'
const found = aReport([aFinding()])
const cleaned = aReport([], { coverage: [{ path: 'src/cart.ts', status: 'reviewed', reason: null }] })
const match = (threads: readonly ReviewThread[], report = found) =>
  matchThreads({ ...silence, threads }, report)

test('our thread is known again by its marker, however its lines moved', () => {
  expect([...match([aThread({ line: null })]).standing]).toMatchObject([[id, { kind: 'open' }]])
})

test('a marker that somebody else pastes says nothing', () => {
  const pasted = aThread({ comments: [aComment(marker('finding', id), { isOurs: false, author: 'eve' })] })
  expect(match([pasted])).toMatchObject({ own: [], gone: [] })
  const replied = aThread({
    comments: [aComment('Hi', { isOurs: false }), aComment(marker('finding', id), { isOurs: false })],
  })
  expect(match([replied], cleaned).gone).toEqual([])
})

test('our comment that a person edited is still ours', () => {
  const edited = aThread({ comments: [aComment(`Please look!\r\n${marker('finding', id)}\r\n\r\nwords`)] })
  expect(match([edited]).standing.has(id as never)).toBe(true)
})

test('a marker that a change brought along, in code, says nothing', () => {
  const body = ['words', '```suggestion', marker('finding', id), '```'].join('\n')
  expect(match([aThread({ comments: [aComment(body)] })]).own).toEqual([])
  expect(readMarker(`\`${marker('summary')}\``, 'summary')).toBeNull()
})

test('what people closed stays closed; what only we closed may come back', () => {
  const byUs = aThread({ isResolved: true, isResolvedByUs: true })
  const byAda = aThread({ isResolved: true, resolvedBy: 'ada' })
  expect(match([byUs]).standing.size).toBe(0)
  expect([...match([byUs, byAda, byUs]).standing.values()]).toEqual([{ kind: 'closed-by-person', by: 'ada' }])
  expect([...match([byAda, aThread()]).standing.values()]).toMatchObject([{ kind: 'open' }])
})

test.each<[string, ReturnType<typeof aReport>, number]>([
  ['its file was read and it is not there', cleaned, 1],
  ['its file is no longer part of the change', aReport([]), 1],
  ['it is there, beyond the limit', aReport([aFinding({ shown: false })]), 0],
  [
    'its file was read in part',
    aReport([], { coverage: [{ path: 'src/cart.ts', status: 'partly', reason: 'ruff died.' }] }),
    0,
  ],
  [
    'its file was skipped',
    aReport([], { coverage: [{ path: 'src/cart.ts', status: 'skipped', reason: 'excluded by `src`' }] }),
    0,
  ],
])('gone or not: %s', (_, report, gone) => expect(match([aThread()], report).gone).toHaveLength(gone))

test('a closed thread cannot be gone, and one with a reply is told apart', () => {
  expect(match([aThread({ isResolved: true })], cleaned).gone).toEqual([])
  const comments = [
    aComment(marker('finding', id)),
    aComment('why?', { isOurs: false }),
    aComment(marker('gone', id)),
  ]
  expect(match([aThread({ comments })], cleaned).gone).toMatchObject([{ hasReply: true, isNotedGone: true }])
})

test('a marker keeps nothing that could end it', () => {
  expect(marker('rule', 'x --> <b>')).toBe('<!-- autogen-bot:rule -->')
  expect(readMarker(marker('rule', 'ast-grep/a.b'), 'rule')).toBe('ast-grep/a.b')
  expect(readMarker(marker('finding', id), 'find' as 'finding')).toBeNull()
})
