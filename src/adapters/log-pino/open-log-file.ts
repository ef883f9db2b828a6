/**
 * The log as a file too, bounded: at its size a new one is begun and the oldest goes. Several processes of one machine may
 * write the same file; whoever finds it full first moves it, and the others follow. A disk that takes nothing more loses
 * lines here, never the service.
 */
import { renameSync, statSync } from 'node:fs'
import { type DestinationStream, pino } from 'pino'

export interface LogFile {
  /** Absolute path; older files are `path.1` to `path.4`. */
  readonly path: string
  readonly bytesMax: number
}

const olderMax = 4
/** A look costs a system call, so there is none for each line. */
const looksPerFile = 64

/** @throws when the file cannot be opened */
export function openLogFile({ path, bytesMax }: LogFile): DestinationStream {
  const file = pino.destination({ dest: path, append: true, mkdir: true, sync: true, mode: 0o640 })
  file.on('error', () => {})
  let writer = inodeOf(path)
  let sinceLook = 0
  return {
    write(line) {
      file.write(line)
      sinceLook += line.length
      if (sinceLook < bytesMax / looksPerFile) return
      sinceLook = 0
      const there = statOrNull(path)
      if (there === null || there.ino !== writer) reopen()
      else if (there.size >= bytesMax) {
        moveOlder(path)
        reopen()
      }
    },
  }

  function reopen(): void {
    try {
      file.reopen()
      writer = inodeOf(path)
    } catch {
      // The next look tries again.
    }
  }
}

function moveOlder(path: string): void {
  for (let age = olderMax - 1; age >= 0; age -= 1) {
    try {
      renameSync(age === 0 ? path : `${path}.${age}`, `${path}.${age + 1}`)
    } catch {
      // There are not that many yet.
    }
  }
}

function inodeOf(path: string): number | null {
  return statOrNull(path)?.ino ?? null
}

function statOrNull(path: string) {
  return statSync(path, { throwIfNoEntry: false }) ?? null
}
