/**
 * A private temporary folder that is gone when the program ends, also when a signal ends it. Only a kill -9 leaves one
 * behind; it carries the number of its process, so that a later one can tell and tidy up.
 */
import { readdirSync, rmSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface ScratchFolder {
  readonly path: string
  remove(): Promise<void>
}

const namePattern = /^autogen-bot-(\d+)-[A-Za-z0-9]{6}$/
/** A process with the same number as a dead one may have begun meanwhile; after this long nobody works in a folder. */
const abandonedMs = 24 * 3_600_000

export async function makeScratchFolder(): Promise<ScratchFolder> {
  const path = await mkdtemp(join(tmpdir(), `autogen-bot-${process.pid}-`))
  const removeNow = () => rmSync(path, { recursive: true, force: true })
  process.once('exit', removeNow)
  return {
    path,
    async remove() {
      process.removeListener('exit', removeNow)
      await rm(path, { recursive: true, force: true })
    },
  }
}

/** Removes what killed processes of this user left. */
export function removeAbandonedScratch(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = namePattern.exec(name) ?? []
    if (pid === undefined) continue
    const path = join(tmpdir(), name)
    try {
      const { uid, mtimeMs } = statSync(path)
      if (uid !== process.getuid?.()) continue
      if (!isRunning(Number(pid)) || Date.now() - mtimeMs > abandonedMs)
        rmSync(path, { recursive: true, force: true })
    } catch {
      // Somebody else is at it, or its owner has just gone with it.
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
