/** What killed processes had started: it has to end by itself, and soon. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type ProcessEntry, survivorsOf, wordsOf } from './processes.ts'
import { signal } from './supervised.ts'

export interface LeftoverWatch {
  onKilled(left: readonly ProcessEntry[], atMs: number): void
  /** Processes that killed ones left behind, and how long the slowest of them stayed. */
  figures(): { readonly left: number; readonly longestMs: number }
  /** What is still there after `graceMs`, in words. */
  remaining(graceMs: number): Promise<readonly string[]>
  /** Ends what is still there. */
  clear(): void
  stop(): void
}

interface Group {
  readonly entries: readonly ProcessEntry[]
  readonly atMs: number
}

const lookEveryMs = 500

export function watchLeftovers(): LeftoverWatch {
  const groups = new Set<Group>()
  let left = 0
  let longestMs = 0
  const timer = setInterval(look, lookEveryMs)

  function look(): void {
    for (const group of groups) {
      if (survivorsOf(group.entries).length > 0) continue
      groups.delete(group)
      longestMs = Math.max(longestMs, Date.now() - group.atMs)
    }
  }

  function survivors(): readonly ProcessEntry[] {
    return [...groups].flatMap(({ entries }) => survivorsOf(entries))
  }

  return {
    onKilled: (entries, atMs) => {
      left += entries.length - 1
      groups.add({ entries, atMs })
    },
    figures: () => ({ left, longestMs }),
    async remaining(graceMs) {
      const deadline = Date.now() + graceMs
      for (;;) {
        look()
        if (groups.size === 0) return []
        if (Date.now() > deadline) return survivors().map(({ pid }) => `${pid}: ${wordsOf(pid)}`)
        await sleep(lookEveryMs / 5)
      }
    },
    clear: () => {
      for (const { pid } of survivors()) signal(pid, 'SIGKILL')
    },
    stop: () => clearInterval(timer),
  }
}
