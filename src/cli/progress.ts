/** One line on a terminal that says how far long work has come. On anything else it is silent. */
import type { Terminal } from './terminal.ts'

export interface Progress {
  show(what: string, done: number, total: number): void
  /** Takes the line away, so that what follows starts on a clean one. */
  clear(): void
}

const barCells = 24
const clearLine = '\r\u001b[2K'

export function createProgress(terminal: Terminal): Progress {
  if (!terminal.isWatched) return { show: () => {}, clear: () => {} }
  let drawn = ''
  return {
    show(what, done, total) {
      const filled = total === 0 ? barCells : Math.round((barCells * Math.min(done, total)) / total)
      const line = `${what} ${'█'.repeat(filled)}${'░'.repeat(barCells - filled)} ${done}/${total}`
      if (line === drawn) return
      drawn = line
      terminal.tell(clearLine + line)
    },
    clear() {
      if (drawn !== '') terminal.tell(clearLine)
      drawn = ''
    },
  }
}
