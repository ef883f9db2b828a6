/** Says that a process reads a generation of a cached repository, so that nobody throws it away meanwhile. */
import { randomUUID } from 'node:crypto'
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { identifyProcess, isAlive, type ProcessIdentity } from './process-identity.ts'

export interface Lease {
  end(): Promise<void>
}

/** A reader in another container cannot be judged; after this long it is taken for gone. */
const foreignAgeMsMax = 6 * 3_600_000

/** Called by whoever holds the lock. */
export async function takeLease(leaseFolder: string, generation: string): Promise<Lease> {
  const path = join(leaseFolder, `${generation}.${randomUUID()}`)
  await writeFile(path, JSON.stringify(await identifyProcess(process.pid)))
  return { end: () => rm(path, { force: true }) }
}

/** Generations that a living process reads; leases of dead ones are cleared away. Called under the lock. */
export async function leasedGenerations(
  leaseFolder: string,
  now: () => number,
): Promise<ReadonlySet<string>> {
  const names = await readdir(leaseFolder)
  const leased = new Set<string>()
  for (const name of names) {
    const path = join(leaseFolder, name)
    if (await isInUse(path, now)) leased.add(name.slice(0, name.indexOf('.')))
    else await rm(path, { force: true })
  }
  return leased
}

async function isInUse(path: string, now: () => number): Promise<boolean> {
  try {
    const owner = JSON.parse(await readFile(path, 'utf8')) as ProcessIdentity
    return (await isAlive(owner)) ?? now() - (await stat(path)).mtimeMs < foreignAgeMsMax
  } catch {
    return false
  }
}
