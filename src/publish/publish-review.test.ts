import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { aFinding, aReport } from '../../test/world/report.ts'
import type { Finding } from '../domain/finding/finding.ts'
import type { ReviewReport } from '../domain/review/report.ts'
import { createCheckRuns } from './check-run.ts'
import { aHead, aHunk, aPullRequest } from './fixtures/pull-request.ts'
import { createRecordedLog } from './fixtures/recorded-log.ts'
import { createCheckMemory, createRememberingHost } from './fixtures/remembering-host.ts'
import { createPublisher, type PublishRequest } from './publish-review.ts'
import { renderStatus } from './render/status-page.ts'

const one = aFinding({ id: '1111111111111111', line: 3, endLine: 3, severity: 'high' })
const two = aFinding({ id: '2222222222222222', line: 8, endLine: 9 })
const far = aFinding({ id: '3333333333333333', line: 90, endLine: 90 })

function aWorld() {
  const host = createRememberingHost(aHead('b'))
  const memory = createCheckMemory()
  const log = createRecordedLog()
  const checkRuns = createCheckRuns({ checks: host.checks, memory, log, checkName: 'autogen-bot' })
  const publisher = createPublisher({ host, checkRuns, log })
  const signal = new AbortController().signal

  /** What a worker does for a head: read the pull request, start the check, review, publish. */
  async function review(findings: readonly Finding[], digit = 'b', more: Partial<PublishRequest> = {}) {
    const head = aHead(digit)
    host.state.head = head
    await host.pulls.read(aPullRequest, signal)
    await checkRuns.closeOthers(aPullRequest, head, { kind: 'superseded', by: head }, signal)
    const check = await checkRuns.start(aPullRequest, head, signal)
    if (!check.ok) return check
    const published = await publisher.publish({ ...aRequest(findings, digit), check: check.value, ...more })
    if (published.ok) await checkRuns.forget(aPullRequest, check.value)
    return published
  }

  function aRequest(findings: readonly Finding[], digit: string): Omit<PublishRequest, 'check'> {
    const report: ReviewReport = aReport(findings, {
      head: aHead(digit),
      coverage: findings.length > 0 ? [] : [{ path: 'src/cart.ts', status: 'reviewed', reason: null }],
    })
    return {
      pullRequest: aPullRequest,
      report,
      head: aHead(digit),
      hunks: new Map([['src/cart.ts', [aHunk(1, 20)]]]),
      memory: { dismissals: [], demotions: [], lastReport: null },
      settings: { failOn: 'high', mode: 'up-to-head', takesCommands: true },
      stillOurs: async () => true,
      signal,
    }
  }

  return { host, memory, log, checkRuns, review, signal }
}

let world: ReturnType<typeof aWorld>
beforeEach(() => {
  world = aWorld()
})

describe('a pull request', () => {
  test('its first review takes seven requests, and each finding stands in one place', async () => {
    await world.review([one, two, far])
    expect(world.host.requests).toEqual([
      'read-pull',
      'start-check',
      'read-conversation',
      'read-pull',
      'post-review',
      'post-comment',
      'update-check',
    ])
    const { state } = world.host
    expect(state.reviews).toHaveLength(1)
    expect(state.threads.map(({ line }) => line)).toEqual([3, 9])
    expect(state.comments[0]?.body).toContain(far.id)
    expect(state.checks).toMatchObject([{ status: 'completed', conclusion: 'failure' }])
    expect(world.memory.open()).toEqual([])
  })

  test('a push that changes no finding takes five, and posts nothing on lines', async () => {
    await world.review([one, two])
    world.host.requests.length = 0
    await world.review([{ ...one, line: 5, endLine: 5 }, two], 'c')
    expect(world.host.requests).toEqual([
      'read-pull',
      'start-check',
      'read-conversation',
      'edit-comment',
      'update-check',
    ])
    expect(world.host.state.reviews).toHaveLength(1)
  })

  test('the same head reviewed again leaves its summary alone', async () => {
    await world.review([one, two])
    world.host.requests.length = 0
    await world.review([one, two])
    expect(world.host.requests).toEqual(['read-pull', 'start-check', 'read-conversation', 'update-check'])
  })

  test('a fix closes the thread; where a person wrote, a note is left once; what comes back is told again', async () => {
    await world.review([one, two])
    const { state } = world.host
    const reply = { id: 900, body: 'Really?', isOurs: false, author: 'ada', thumbsDown: 0 }
    state.threads = state.threads.map((thread, at) =>
      at === 1 ? { ...thread, comments: [...thread.comments, reply] } : thread,
    )
    await world.review([], 'c')
    await world.review([], 'd')
    expect(state.threads.map(({ isResolved, comments }) => [isResolved, comments.length])).toEqual([
      [true, 1],
      [false, 3],
    ])
    expect(state.threads[1]?.comments.at(-1)?.body).toMatchInlineSnapshot(`
      "<!-- autogen-bot:gone 2222222222222222 -->
      This is no longer found at \`cccccccccccc\`. The conversation stays open because people take part in it."
    `)
    await world.review([one, two], 'e')
    expect(state.threads.map(({ line, isResolved }) => [line, isResolved])).toEqual([
      [3, true],
      [9, false],
      [3, false],
    ])
  })

  test('a thread that a person closed stays closed, and still fails the check', async () => {
    await world.review([one])
    const { state } = world.host
    state.threads = state.threads.map((thread) => ({ ...thread, isResolved: true, resolvedBy: 'ada' }))
    await world.review([one], 'c')
    expect(state.threads).toHaveLength(1)
    expect(state.checks.at(-1)).toMatchObject({ conclusion: 'failure' })
  })

  test('a summary that somebody deletes meanwhile is written anew', async () => {
    await world.review([one])
    world.host.failures.push({ on: 'edit-comment', kind: 'not-found', isApplied: false })
    expect(await world.review([one, two], 'c')).toMatchObject({ ok: true })
    expect(world.host.state.comments).toHaveLength(2)
  })
})

describe('when the host says no', () => {
  test('comments that it refuses are in the summary, and marked in the check', async () => {
    world.host.failures.push({ on: 'post-review', kind: 'invalid', isApplied: false })
    expect(await world.review([one, two])).toMatchObject({ ok: true, value: { commentsSent: 0 } })
    const { state } = world.host
    expect(state.threads).toEqual([])
    for (const { id } of [one, two]) expect(state.comments[0]?.body).toContain(id)
    expect(state.checks[0]?.update?.annotations.map(({ startLine }) => startLine)).toEqual([3, 8])
    expect(world.log.messages).toEqual(['comments on lines were refused and go into the summary'])
  })

  test('a thread that cannot be closed holds nothing up', async () => {
    await world.review([one])
    world.host.failures.push({ on: 'resolve-thread', kind: 'permission', isApplied: false })
    expect(await world.review([], 'c')).toMatchObject({ ok: true })
  })

  test('details of a check that it refuses are left out', async () => {
    world.host.failures.push({ on: 'update-check', kind: 'invalid', isApplied: false })
    await world.review([one])
    expect(world.host.state.checks[0]).toMatchObject({ status: 'completed', update: { text: null } })
  })
})

describe('nothing is sent', () => {
  test('without the lease', async () => {
    const result = await world.review([one], 'b', { stillOurs: async () => false })
    expect(result).toMatchObject({ ok: false, failure: { kind: 'stopped', why: 'lease-lost' } })
    expect(world.host.state).toMatchObject({ reviews: [], comments: [] })
  })

  test('after the work was cancelled', async () => {
    const result = await world.review([one], 'b', { signal: AbortSignal.abort() })
    expect(result).toMatchObject({ failure: { why: 'lease-lost' } })
  })

  test.each([
    ['superseded', { head: aHead('c') }],
    ['closed', { isOpen: false }],
  ])('onto a head that is %s', async (why, news) => {
    const { read } = world.host.conversations
    world.host.conversations.read = (...words) => {
      Object.assign(world.host.state, news)
      return read(...words)
    }
    expect(await world.review([one])).toMatchObject({ ok: false, failure: { kind: 'stopped', why } })
    expect(world.host.state.reviews).toEqual([])
  })
})

test('a review that ended before it was recorded goes on with the check run it had', async () => {
  const { checkRuns, signal, host } = world
  const check = await checkRuns.start(aPullRequest, aHead('b'), signal)
  if (!check.ok) throw new Error(check.failure.message)
  await checkRuns.finish(aPullRequest, check.value, renderStatus({ kind: 'closed' }), signal)
  await world.review([one])
  expect(host.state.checks.map(({ status }) => status)).toEqual(['completed'])
  expect(world.memory.open()).toEqual([])
})

const writes = [
  'start-check',
  'post-review',
  'post-comment',
  'edit-comment',
  'resolve-thread',
  'reply',
  'update-check',
]
const anyFailure = fc.record({
  on: fc.constantFrom('read-pull', 'read-conversation', 'list-checks', ...writes),
  kind: fc.constantFrom('unavailable' as const, 'network' as const, 'secondary-limit' as const),
  isApplied: fc.boolean(),
})
const anyPush = fc.record({
  findings: fc.subarray([one, two, far]),
  failures: fc.array(anyFailure, { maxLength: 4 }),
})

test('whatever fails, whether or not it was applied: one review a head, no comment twice, no check left open', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyPush, { minLength: 1, maxLength: 4 }), async (pushes) => {
      world = aWorld()
      const { state, failures } = world.host
      for (const [at, { findings, failures: planned }] of pushes.entries()) {
        const digit = 'bcdef'[at] as string
        failures.push(...planned)
        let result = await world.review(findings, digit)
        // The last push is tried until it is through; one before it may be given up at any point.
        for (let tries = 0; !result.ok && at === pushes.length - 1 && tries < 20; tries++)
          result = await world.review(findings, digit)
        if (at === pushes.length - 1) expect(result.ok).toBe(true)
      }
      failures.length = 0
      const last = aHead('bcdef'[pushes.length - 1] as string)
      await world.checkRuns.closeOthers(aPullRequest, last, { kind: 'superseded', by: last }, world.signal)
      const open = state.threads
        .filter(({ isResolved }) => !isResolved)
        .map(({ comments }) => comments[0]?.body)
      expect(new Set(open).size).toBe(open.length)
      expect(new Set(state.reviews.map(({ commit }) => commit)).size).toBe(state.reviews.length)
      expect(state.comments.length).toBe(1)
      expect(state.comments[0]?.body).toContain(`head ${last}`)
      expect(state.checks.filter(({ status }) => status !== 'completed')).toEqual([])
      expect(state.checks.filter(({ head }) => head === last)).toHaveLength(1)
      expect(world.memory.open()).toEqual([])
    }),
    { numRuns: 300 },
  )
})
