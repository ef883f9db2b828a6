/** A small text of ours in the data folder, for this user alone, replaced as a whole. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

const bytesMax = 4 * 1_048_576

/** Synchronous: it is written when everything else is failing, and has to be there when the process dies next. */
export function createSpoolFile(path: string) {
  return {
    read(): string | null {
      try {
        const text = readFileSync(path, 'utf8')
        return text.length > bytesMax ? null : text
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
        throw error
      }
    },
    write(text: string | null): void {
      if (text === null) {
        rmSync(path, { force: true })
        return
      }
      const draft = `${path}.${process.pid}`
      rmSync(draft, { force: true })
      writeFileSync(draft, text, { mode: 0o600, flag: 'wx' })
      renameSync(draft, path)
    },
  }
}
