import { expect, test } from 'vitest'
import type { FindingId } from '../../domain/finding/finding.ts'
import type { CommitSha } from '../../domain/repository/commit-sha.ts'
import type { AppName, InstallationId, RepositoryId } from '../../domain/repository/repository.ts'
import { conclusionOfConfigErrors, type ReviewRecord } from '../../ports/store/review-memory.ts'
import { createFeedback } from './feedback.ts'
import { createReviewMemory } from './review-memory.ts'

const repository = {
  app: 'main' as AppName,
  installation: 1 as InstallationId,
  id: 2 as RepositoryId,
  owner: 'octo',
  name: 'shop',
}
const seven = { repository, number: 7 }
const eight = { repository: { ...repository, name: 'renamed' }, number: 8 }
const finding = '00112233445566aa' as FindingId

function aRecord(but: Partial<ReviewRecord> = {}): ReviewRecord {
  return {
    head: 'a'.repeat(40) as CommitSha,
    base: 'b'.repeat(40) as CommitSha,
    result: 'published',
    note: 'Published.',
    conclusion: 'success',
    report: null,
    finishedAt: 1,
    latencySeconds: null,
    ...but,
  }
}

test('reviews are known by pull request, and a failed one does not take away the reviewed head', async () => {
  const memory = createReviewMemory()
  expect(await memory.last(seven)).toBeNull()
  await memory.record(seven, aRecord())
  await memory.record(seven, aRecord({ head: 'c'.repeat(40) as CommitSha, result: 'failed' }))
  await memory.record(eight, aRecord({ result: 'skipped', conclusion: conclusionOfConfigErrors }))
  expect((await memory.last(seven))?.result).toBe('failed')
  expect(await memory.reviewedHeads(repository)).toEqual(new Map([[7, 'a'.repeat(40)]]))
  expect(await memory.waitingForConfig(repository)).toEqual([eight])
})

test('open checks, dismissals and pauses', async () => {
  const memory = createReviewMemory()
  const check = { checkRun: 5, head: 'a'.repeat(40) as CommitSha }
  await memory.checkOpened(seven, check)
  await memory.checkOpened(seven, check)
  expect(await memory.openChecks(seven)).toEqual([check])
  await memory.checkClosed(seven, 5)
  expect(await memory.openChecks(seven)).toEqual([])
  await memory.dismiss(seven, { finding, by: 'ann', reason: 'So.', at: 1 })
  await memory.dismiss(seven, { finding, by: 'bob', reason: 'No.', at: 2 })
  expect((await memory.dismissals(seven)).map(({ by }) => by)).toEqual(['ann'])
  await memory.setPaused(seven, 'ann')
  expect(await memory.pausedBy(seven)).toBe('ann')
  expect(await memory.pausedBy(eight)).toBeNull()
})

test('what people said counts once each, and is forgotten with an undo', async () => {
  const feedback = createFeedback()
  const entry = { pullRequest: seven, finding, rule: 'a/b', kind: 'dismissed', reason: null } as const
  await feedback.record([
    { ...entry, person: 'ann', at: 1 },
    { ...entry, person: 'ann', at: 2 },
    { ...entry, person: '', at: 3 },
  ])
  await feedback.record([{ ...entry, kind: 'fixed', person: '', at: 4 }])
  expect(await feedback.tally(repository)).toMatchObject([
    { rule: 'a/b', byKind: { dismissed: 2, fixed: 1 }, rejectedBy: 1 },
  ])
  expect(await feedback.repositories()).toEqual([repository])
  expect(await feedback.restore(repository, 'a/b')).toBe(false)
  await feedback.demote(repository, { rule: 'a/b', reason: 'Too loud.', at: 5 })
  expect(await feedback.demotions(repository)).toHaveLength(1)
  expect(await feedback.restore(repository, 'a/b')).toBe(true)
  expect(await feedback.tally(repository)).toMatchObject([{ byKind: { dismissed: 0, fixed: 1 } }])
})
