/**
 * One repository of the cache on disk. Its folder is named by a hash, never by what a stranger called it. Inside are
 * generations: a damaged or overgrown one is not mended but replaced, and goes when its last reader is done.
 */
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { endGroup } from './fetch-command.ts'
import { leasedGenerations } from './lease.ts'
import { isAlive, type ProcessIdentity } from './process-identity.ts'

export interface CachedRepository {
  readonly folder: string
  readonly leaseFolder: string
  readonly childFile: string
}

export interface Generation {
  readonly name: string
  readonly gitDirectory: string
}

/** More packs than this make every look-up slow; fetching anew costs less than packing again. */
export const packsMax = 150

export async function openCachedRepository(
  root: string,
  repositoryKey: string,
  objectFormat: 'sha1' | 'sha256',
): Promise<CachedRepository> {
  const name = createHash('sha256').update(`${objectFormat}\n${repositoryKey}`).digest('hex').slice(0, 40)
  const folder = join(root, name)
  const repository = cachedRepositoryAt(folder)
  await mkdir(repository.leaseFolder, { recursive: true, mode: 0o700 })
  return repository
}

export function cachedRepositoryAt(folder: string): CachedRepository {
  return { folder, leaseFolder: join(folder, 'leases'), childFile: join(folder, 'child') }
}

/** Ends the git that a killed owner left behind, and clears away what it had half written. Called under the lock. */
export async function recover({ folder, childFile }: CachedRepository): Promise<void> {
  const child = await readFile(childFile, 'utf8')
    .then((text) => JSON.parse(text) as ProcessIdentity)
    .catch(() => null)
  if (child !== null && (await isAlive(child)) === true) endGroup(child.pid)
  await rm(childFile, { force: true })
  const names = await readdir(folder, { recursive: true })
  const leftovers = names.filter((name) => /(?:^|\/)tmp_[^/]*$|\.lock$|\.draft$/.test(name))
  await Promise.all(leftovers.map((name) => rm(join(folder, name), { force: true, recursive: true })))
}

/** The generation in use when it is sound, else null. Called under the lock. */
export async function currentGeneration({ folder }: CachedRepository): Promise<Generation | null> {
  const name = await readFile(join(folder, 'current'), 'utf8').catch(() => '')
  if (!/^g[0-9a-f-]{36}$/.test(name)) return null
  const generation = { name, gitDirectory: join(folder, name) }
  return (await isSound(generation)) ? generation : null
}

export async function startGeneration(
  { folder }: CachedRepository,
  objectFormat: 'sha1' | 'sha256',
): Promise<Generation> {
  const name = `g${randomUUID()}`
  const gitDirectory = join(folder, name)
  await mkdir(join(gitDirectory, 'objects', 'info'), { recursive: true, mode: 0o700 })
  await mkdir(join(gitDirectory, 'objects', 'pack'), { mode: 0o700 })
  await mkdir(join(gitDirectory, 'refs'), { mode: 0o700 })
  await mkdir(join(gitDirectory, 'changes'), { mode: 0o700 })
  await writeFile(join(gitDirectory, 'HEAD'), 'ref: refs/heads/none\n')
  await writeFile(join(gitDirectory, 'config'), configuration(objectFormat))
  const draft = join(folder, `${name}.draft`)
  await writeFile(draft, name)
  await rename(draft, join(folder, 'current'))
  return { name, gitDirectory }
}

/** Remembers the packs, so that a missing or cut one is seen next time. Called after a fetch. */
export async function recordPacks({ gitDirectory }: Generation): Promise<void> {
  const draft = join(gitDirectory, 'packs.draft')
  await writeFile(draft, JSON.stringify(Object.fromEntries(await packSizes(gitDirectory))))
  await rename(draft, join(gitDirectory, 'packs.json'))
}

/** A reader met damage: the next to open throws the generation away. */
export async function markDamaged({ gitDirectory }: Generation): Promise<void> {
  await writeFile(join(gitDirectory, 'damaged'), '').catch(() => {})
}

/** Removes the generations that nobody reads, all or all but one. Called under the lock. */
export async function dropGenerations(
  { folder, leaseFolder }: CachedRepository,
  keep: string | null,
  now: () => number,
): Promise<void> {
  const leased = await leasedGenerations(leaseFolder, now)
  const names = (await readdir(folder)).filter((name) => name.startsWith('g') && name !== keep)
  await Promise.all(
    names
      .filter((name) => !leased.has(name))
      .map((name) => rm(join(folder, name), { recursive: true, force: true })),
  )
}

/** For the order in which repositories go. */
export async function markUsed({ folder }: CachedRepository, now: () => number): Promise<void> {
  const path = join(folder, 'used')
  await writeFile(path, '')
  await utimes(path, now() / 1_000, now() / 1_000)
}

async function isSound({ gitDirectory }: Generation): Promise<boolean> {
  const isThere = (name: string) =>
    stat(join(gitDirectory, name)).then(
      () => true,
      () => false,
    )
  if ((await isThere('damaged')) || !(await isThere('config')) || !(await isThere('HEAD'))) return false
  try {
    const sizes = await packSizes(gitDirectory)
    const recorded = await readFile(join(gitDirectory, 'packs.json'), 'utf8').catch(() => '{}')
    const expected = Object.entries(JSON.parse(recorded) as Record<string, number>)
    const packs = [...sizes.keys()].filter((name) => name.endsWith('.pack')).length
    return packs <= packsMax && expected.every(([name, bytes]) => sizes.get(name) === bytes)
  } catch {
    return false
  }
}

async function packSizes(gitDirectory: string): Promise<ReadonlyMap<string, number>> {
  const folder = join(gitDirectory, 'objects', 'pack')
  const names = await readdir(folder)
  return new Map(
    await Promise.all(
      names.map(async (name) => [name, (await stat(join(folder, name))).size] as [string, number]),
    ),
  )
}

function configuration(objectFormat: 'sha1' | 'sha256'): string {
  const format = objectFormat === 'sha256' ? '\tobjectformat = sha256\n' : ''
  return [
    '[core]\n\trepositoryformatversion = 1\n\tbare = true\n',
    `[extensions]\n\tpartialClone = origin\n${format}`,
    '[remote "origin"]\n\tpromisor = true\n\tpartialclonefilter = blob:none\n',
  ].join('')
}
