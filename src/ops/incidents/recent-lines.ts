/** The last lines of this process' log that say what went wrong: bounded, for whoever asks what happened. */
import type { LogLine } from '../../ports/store/log-lines.ts'

export type TroubleLine = Omit<LogLine, 'process'>

export interface RecentLines {
  add(line: TroubleLine): void
  /** Newest first. */
  last(): readonly TroubleLine[]
  /** Those that were not taken yet, oldest first; of a flood the newest. */
  take(): readonly TroubleLine[]
}

const keptMax = 50
const lineCharactersMax = 2_000

export function createRecentLines(): RecentLines {
  let kept: readonly TroubleLine[] = []
  let untaken = 0
  return {
    add(line) {
      kept = [...kept.slice(-(keptMax - 1)), { ...line, line: line.line.slice(0, lineCharactersMax) }]
      untaken = Math.min(untaken + 1, keptMax)
    },
    last: () => kept.toReversed(),
    take() {
      const taken = untaken === 0 ? [] : kept.slice(-untaken)
      untaken = 0
      return taken
    },
  }
}
