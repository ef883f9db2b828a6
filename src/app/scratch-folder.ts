/** A private temporary folder that is gone when the program ends, also when a signal ends it. */
import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface ScratchFolder {
  readonly path: string
  remove(): Promise<void>
}

export async function makeScratchFolder(): Promise<ScratchFolder> {
  const path = await mkdtemp(join(tmpdir(), 'autogen-bot-'))
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
