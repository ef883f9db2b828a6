/** Keeps the cache below its bound: the repository that was not used longest goes first, one that is read never. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from '../../../ports/log/log.ts'
import { cachedRepositoryAt, dropGenerations } from './cached-repository.ts'
import { tryLockRepository } from './repository-lock.ts'

export interface Evicted {
  readonly repositories: number
  readonly bytesBefore: number
  readonly bytesAfter: number
}

interface Usage {
  readonly folder: string
  readonly bytes: number
  readonly usedMs: number
}

export async function evictRepositories(options: {
  readonly folder: string
  readonly bytesMax: number
  readonly now: () => number
  readonly log?: Log
}): Promise<Evicted> {
  const usages = (await usagesIn(options.folder)).filter(({ bytes }) => bytes > 0)
  const bytesBefore = sum(usages)
  let bytesAfter = bytesBefore
  let repositories = 0
  for (const { folder, bytes } of usages.sort((a, b) => a.usedMs - b.usedMs)) {
    if (bytesAfter <= options.bytesMax) break
    const lock = await tryLockRepository(folder, options.now)
    // Somebody fetches into it: it is in use.
    if (lock === null) continue
    try {
      await dropGenerations(cachedRepositoryAt(folder), null, options.now)
    } finally {
      await lock.release()
    }
    const left = await bytesOfPacksIn(folder)
    if (left === bytes) continue
    bytesAfter += left - bytes
    repositories += 1
  }
  if (repositories > 0)
    options.log?.info({ repositories, bytesBefore, bytesAfter }, 'git cache evicted repositories')
  return { repositories, bytesBefore, bytesAfter }
}

export async function sizeOfCache(
  root: string,
): Promise<{ readonly bytes: number; readonly repositories: number }> {
  const filled = (await usagesIn(root)).filter(({ bytes }) => bytes > 0)
  return { bytes: sum(filled), repositories: filled.length }
}

function sum(usages: readonly Usage[]): number {
  return usages.reduce((total, { bytes }) => total + bytes, 0)
}

async function usagesIn(root: string): Promise<readonly Usage[]> {
  const names = await readdir(root).catch(() => [])
  return Promise.all(
    names
      .filter((name) => /^[0-9a-f]{40}$/.test(name))
      .map(async (name) => {
        const folder = join(root, name)
        const usedMs = await stat(join(folder, 'used')).then(
          (found) => found.mtimeMs,
          () => 0,
        )
        return { folder, bytes: await bytesOfPacksIn(folder), usedMs }
      }),
  )
}

/** Packs are all that counts; folders may vanish while they are read. */
async function bytesOfPacksIn(folder: string): Promise<number> {
  const generations = (await readdir(folder).catch(() => [])).filter((name) => name.startsWith('g'))
  const sizes = await Promise.all(
    generations.map(async (generation) => {
      const packs = join(folder, generation, 'objects', 'pack')
      const names = await readdir(packs).catch(() => [])
      const stats = await Promise.all(names.map((name) => stat(join(packs, name)).catch(() => null)))
      return stats.reduce((total, found) => total + (found?.size ?? 0), 0)
    }),
  )
  return sizes.reduce((total, bytes) => total + bytes, 0)
}
