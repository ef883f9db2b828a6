/**
 * One process at a time writes to a repository of the cache, and a killed one holds nobody up. Lock files are numbered
 * and only the highest counts: whoever finds its owner dead or gone creates the next number, which one process alone
 * can, and nobody ever deletes a lock that another might have taken meanwhile.
 */
import { randomUUID } from 'node:crypto'
import { link, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { identifyProcess, isAlive, type ProcessIdentity } from './process-identity.ts'

export interface RepositoryLock {
  /** Whether the one before ended without letting go. */
  readonly wasAbandoned: boolean
  release(): Promise<void>
}

const retryMs = 40
/** An owner that cannot be judged (another container) is believed this long. */
const foreignAgeMsMax = 3_600_000

interface Standing {
  readonly number: number
  readonly state: 'free' | 'held' | 'abandoned'
}

/** @returns null when `signal` ended the waiting */
export async function lockRepository(
  folder: string,
  now: () => number,
  signal: AbortSignal,
): Promise<RepositoryLock | null> {
  while (!signal.aborted) {
    const lock = await tryLockRepository(folder, now)
    if (lock !== null) return lock
    await pause(retryMs, undefined, { signal }).catch(() => {})
  }
  return null
}

/** Does not wait: null when another holds it. */
export async function tryLockRepository(folder: string, now: () => number): Promise<RepositoryLock | null> {
  const standing = await standingOf(folder, now)
  if (standing.state === 'held') return null
  const number = standing.number + 1
  if (!(await take(folder, number, JSON.stringify(await identifyProcess(process.pid))))) return null
  return {
    wasAbandoned: standing.state === 'abandoned',
    release: () => replace(join(folder, nameOf(number)), 'free'),
  }
}

async function take(folder: string, number: number, owner: string): Promise<boolean> {
  const path = join(folder, nameOf(number))
  const draft = `${path}.${randomUUID()}.draft`
  await writeFile(draft, owner)
  try {
    await link(draft, path)
  } catch (error) {
    // ENOENT: the draft was cleared away by one who recovers from a killed owner.
    if (['EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
  const numbers = await numbersIn(folder)
  // A number that was already past: its file had been cleared away, and a higher one exists.
  if (numbers.some((other) => other > number)) {
    await rm(path, { force: true })
    return false
  }
  const past = numbers.filter((other) => other < number)
  await Promise.all(past.map((other) => rm(join(folder, nameOf(other)), { force: true })))
  return true
}

async function standingOf(folder: string, now: () => number): Promise<Standing> {
  const number = Math.max(0, ...(await numbersIn(folder)))
  if (number === 0) return { number, state: 'free' }
  const path = join(folder, nameOf(number))
  const [text, found] = await Promise.all([
    readFile(path, 'utf8').catch(() => null),
    stat(path).catch(() => null),
  ])
  // Cleared away between the two looks: somebody holds a higher one.
  if (text === null || found === null) return { number, state: 'held' }
  if (text === 'free') return { number, state: 'free' }
  const alive = await isAlive(ownerIn(text))
  const isHeld = alive ?? now() - found.mtimeMs < foreignAgeMsMax
  return { number, state: isHeld ? 'held' : 'abandoned' }
}

function ownerIn(text: string): ProcessIdentity {
  try {
    return JSON.parse(text) as ProcessIdentity
  } catch {
    return { place: '', pid: 0, started: '' }
  }
}

async function numbersIn(folder: string): Promise<readonly number[]> {
  const names = await readdir(folder)
  return names.flatMap((name) => {
    const found = /^lock\.(\d+)$/.exec(name)
    return found === null ? [] : [Number(found[1])]
  })
}

async function replace(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}.draft`
  await writeFile(draft, text)
  await rename(draft, path)
}

function nameOf(number: number): string {
  return `lock.${number}`
}
