/** Everything that is remembered about reviews, rules, limits and switches. */
import { expect, test } from 'vitest'
import type { FindingId } from '../../../domain/finding/finding.ts'
import type { CommitSha } from '../../../domain/repository/commit-sha.ts'
import type { FeedbackEntry } from '../feedback.ts'
import { conclusionOfConfigErrors, type ReviewRecord } from '../review-memory.ts'
import { aPullRequest, app, installation, repository, type StoreWorld } from './samples.ts'

const pullRequest = aPullRequest(7)
const finding = '0123456789abcdef' as FindingId

function aRecord(but: Partial<ReviewRecord> = {}): ReviewRecord {
  return {
    head: 'a'.repeat(40) as CommitSha,
    base: 'b'.repeat(40) as CommitSha,
    result: 'published',
    note: 'Published.',
    conclusion: 'success',
    report: null,
    finishedAt: 1_000,
    latencySeconds: 1.5,
    ...but,
  }
}

function anEntry(but: Partial<FeedbackEntry> = {}): FeedbackEntry {
  return { pullRequest, finding, rule: 'a/b', kind: 'dismissed', person: 'ann', reason: 'No.', at: 5, ...but }
}

export function memoryStories(world: () => StoreWorld): void {
  test('the last review of a pull request, and which head was reviewed', async () => {
    const { reviews } = world().store
    expect(await reviews.last(pullRequest)).toBeNull()
    const report = { version: 1, notes: ['odd \0 \u{d800}'] } as never
    await reviews.record(pullRequest, aRecord({ report }))
    expect(await reviews.last(pullRequest)).toEqual(aRecord({ report }))
    const failed = aRecord({ head: 'c'.repeat(40) as CommitSha, result: 'failed', finishedAt: 2_000 })
    await reviews.record(pullRequest, failed)
    expect(await reviews.last(pullRequest)).toEqual(failed)
    expect(await reviews.reviewedHeads(repository)).toEqual(new Map([[7, 'a'.repeat(40)]]))
  })

  test('pull requests that wait for their configuration', async () => {
    const { reviews } = world().store
    const waiting = aRecord({ result: 'skipped', conclusion: conclusionOfConfigErrors })
    await reviews.record(pullRequest, waiting)
    await reviews.record(aPullRequest(8), aRecord({ result: 'skipped', conclusion: 'neutral' }))
    expect(await reviews.waitingForConfig(repository)).toEqual([pullRequest])
    expect([...(await reviews.reviewedHeads(repository)).keys()]).toEqual([8])
    await reviews.record(pullRequest, aRecord({ finishedAt: 2_000 }))
    expect(await reviews.waitingForConfig(repository)).toEqual([])
  })

  test('open checks, dismissals and pauses', async () => {
    const { reviews } = world().store
    const check = { checkRun: 2 ** 40, head: 'a'.repeat(40) as CommitSha }
    await reviews.checkOpened(pullRequest, check)
    await reviews.checkOpened(pullRequest, check)
    expect(await reviews.openChecks(pullRequest)).toEqual([check])
    await reviews.checkClosed(pullRequest, check.checkRun)
    await reviews.checkClosed(pullRequest, check.checkRun)
    expect(await reviews.openChecks(pullRequest)).toEqual([])

    const dismissal = { finding, by: 'ann', reason: 'A test.', at: 3 }
    await reviews.dismiss(pullRequest, dismissal)
    await reviews.dismiss(pullRequest, { ...dismissal, by: 'bob' })
    expect(await reviews.dismissals(pullRequest)).toEqual([dismissal])

    expect(await reviews.pausedBy(pullRequest)).toBeNull()
    await reviews.setPaused(pullRequest, 'ann')
    await reviews.setPaused(pullRequest, 'bob')
    expect(await reviews.pausedBy(pullRequest)).toBe('bob')
    await reviews.setPaused(pullRequest, null)
    expect(await reviews.pausedBy(pullRequest)).toBeNull()
  })

  test('what people said is counted once each, and forgotten with an undo', async () => {
    const { feedback } = world().store
    await feedback.record([])
    await feedback.record([anEntry(), anEntry(), anEntry({ person: 'bob', kind: 'thumbs-down', at: 6 })])
    await feedback.record([anEntry(), anEntry({ kind: 'fixed', person: '' }), anEntry({ person: '', at: 7 })])
    const byKind = { 'thumbs-down': 1, dismissed: 2, 'resolved-unchanged': 0, applied: 0, fixed: 1 }
    expect(await feedback.tally(repository)).toEqual([{ rule: 'a/b', byKind, rejectedBy: 2 }])
    expect(await feedback.repositories()).toEqual([repository])

    expect(await feedback.restore(repository, 'a/b')).toBe(false)
    expect((await feedback.tally(repository))[0]?.rejectedBy).toBe(2)
    const demotion = { rule: 'a/b', reason: 'Too loud.', at: 9 }
    await feedback.demote(repository, demotion)
    expect(await feedback.demotions(repository)).toEqual([demotion])
    expect(await feedback.restore(repository, 'a/b')).toBe(true)
    expect(await feedback.demotions(repository)).toEqual([])
    const rest = { 'thumbs-down': 0, dismissed: 0, 'resolved-unchanged': 0, applied: 0, fixed: 1 }
    expect(await feedback.tally(repository)).toEqual([{ rule: 'a/b', byKind: rest, rejectedBy: 0 }])
  })

  test('of one window the lowest rest is known, and a later reset is a new window', async () => {
    const { rates } = world().store
    const account = { app, installation }
    const core = { resource: 'core', limit: 5_000, remaining: 4_000, resetAt: 60_000 }
    expect(await rates.read(account)).toEqual({ windows: [], pausedUntil: null })
    await rates.note(account, [])
    await Promise.all(
      [10, 30, 20].map((used) => rates.note(account, [{ ...core, remaining: 4_000 - used }, core])),
    )
    expect((await rates.read(account)).windows).toEqual([{ ...core, remaining: 3_970 }])
    await rates.note(account, [{ ...core, resetAt: 120_000 }])
    await rates.note(account, [{ ...core, remaining: 1 }])
    await Promise.all([500, 900, 700].map((until) => rates.pause(account, until)))
    const known = { windows: [{ ...core, resetAt: 120_000 }], pausedUntil: 900 }
    expect(await rates.read(account)).toEqual(known)
    expect(await rates.list()).toEqual([{ ...account, ...known }])
  })

  test('switches and security events', async () => {
    const { settings, security } = world().store
    expect(await settings.read('cursor')).toBeNull()
    await settings.write('cursor', { at: 1, odd: '\0' })
    await settings.write('cursor', { at: 2, odd: '\0' })
    expect(await settings.read('cursor')).toEqual({ at: 2, odd: '\0' })

    const made = await Promise.all([1, 2, 3].map((by) => settings.replace('switch', null, { by, on: true })))
    expect(made.filter(Boolean)).toHaveLength(1)
    const before = await settings.read('switch')
    const changed = await Promise.all([4, 5].map((by) => settings.replace('switch', before, { by })))
    expect(changed.filter(Boolean)).toHaveLength(1)
    expect(await settings.replace('switch', before, {})).toBe(false)

    const event = { kind: 'bad-signature', app, at: 10, detail: { from: "'\0" } } as const
    await security.record(event)
    await security.record({ ...event, app: null, at: 20 })
    expect(await security.list(5, 10)).toEqual([{ ...event, app: null, at: 20 }, event])
    expect(await security.list(11, 10)).toHaveLength(1)
    expect(await security.list(0, 1)).toHaveLength(1)
  })

  test('of several that replace a breaker at once one prevails', async () => {
    const { circuits } = world().store
    const name = { kind: 'dependency', subject: 'github:main' } as const
    const before = await circuits.read(name)
    expect(before.row).toBeNull()
    expect(Math.abs(before.now - Date.now())).toBeLessThan(60_000)
    const made = await Promise.all([1, 2, 3].map((state) => circuits.replace(name, null, { state })))
    expect(made.filter(Boolean)).toHaveLength(1)
    const { row } = await circuits.read(name)
    const replaced = await Promise.all(
      [4, 5, 6].map((state) => circuits.replace(name, row?.version ?? 0, { state })),
    )
    expect(replaced.filter(Boolean)).toHaveLength(1)
    expect(await circuits.list()).toMatchObject([{ name, version: 2 }])
    expect(await circuits.remove(name)).toBe(true)
    expect(await circuits.remove(name)).toBe(false)
  })

  test('a store that is there says so', async () => {
    await expect(world().store.check()).resolves.toBeUndefined()
  })
}
