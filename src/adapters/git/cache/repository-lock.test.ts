/** Stories of those who want the same repository, some of whom die. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { leasedGenerations, takeLease } from './lease.ts'
import { identifyProcess, isAlive } from './process-identity.ts'
import { lockRepository, tryLockRepository } from './repository-lock.ts'

const never = new AbortController().signal
const now = () => Date.now()

function folderOf(): string {
  const folder = mkdtempSync(join(tmpdir(), 'autogen-bot-test-lock-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** The words of an owner that has ended. */
async function deadOwner(): Promise<string> {
  const { pid } = spawnSync('true')
  return JSON.stringify({ ...(await identifyProcess(process.pid)), pid, started: '1' })
}

test('thirty who come at once go in one after the other, also past one who died inside', async () => {
  const folder = folderOf()
  writeFileSync(join(folder, 'lock.41'), await deadOwner())
  let inside = 0
  let most = 0
  const abandoned: boolean[] = []
  await Promise.all(
    Array.from({ length: 30 }, async () => {
      const lock = await lockRepository(folder, now, never)
      if (lock === null) throw new Error('nobody ended the waiting')
      inside += 1
      most = Math.max(most, inside)
      abandoned.push(lock.wasAbandoned)
      await new Promise((resolve) => setImmediate(resolve))
      inside -= 1
      await lock.release()
    }),
  )
  expect([most, abandoned.length, abandoned.filter(Boolean).length, abandoned[0]]).toEqual([1, 30, 1, true])
  expect(readdirSync(folder)).toEqual(['lock.71'])
  expect(readFileSync(join(folder, 'lock.71'), 'utf8')).toBe('free')
})

test('who does not wait is told at once, and who waits can be called off', async () => {
  const folder = folderOf()
  const held = await lockRepository(folder, now, never)
  expect(await tryLockRepository(folder, now)).toBe(null)
  expect(await lockRepository(folder, now, AbortSignal.timeout(50))).toBe(null)
  await held?.release()
  expect(await tryLockRepository(folder, now)).not.toBe(null)
})

test('an owner that nobody here can judge is believed for an hour; nonsense is not', async () => {
  const folder = folderOf()
  const path = join(folder, 'lock.1')
  writeFileSync(path, JSON.stringify({ place: 'another machine', pid: 1, started: '1' }))
  expect(await tryLockRepository(folder, now)).toBe(null)
  utimesSync(path, 1_000, 1_000)
  const lock = await tryLockRepository(folder, now)
  expect(lock?.wasAbandoned).toBe(true)
  const other = folderOf()
  writeFileSync(join(other, 'lock.1'), '{"pla')
  utimesSync(join(other, 'lock.1'), 1_000, 1_000)
  expect(await tryLockRepository(other, now)).not.toBe(null)
})

test('a process is known by its start as well as its id', async () => {
  const self = await identifyProcess(process.pid)
  expect([await isAlive(self), await isAlive({ ...self, started: '1' })]).toEqual([true, false])
  expect(await isAlive({ ...self, place: 'elsewhere' })).toBe(null)
})

test('a lease of a dead reader is cleared away, one of a living reader stands until it ends', async () => {
  const folder = folderOf()
  const lease = await takeLease(folder, 'g1')
  writeFileSync(join(folder, 'g2.x'), await deadOwner())
  writeFileSync(join(folder, 'g3.x'), 'nonsense')
  expect(await leasedGenerations(folder, now)).toEqual(new Set(['g1']))
  expect(readdirSync(folder).length).toBe(1)
  await lease.end()
  expect(await leasedGenerations(folder, now)).toEqual(new Set())
})
