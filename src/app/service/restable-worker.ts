/** A worker that can rest for a while. Draining a worker is final, so after a rest there is a new one in its place. */
import type { PausableWork } from '../../ports/heap/heap.ts'
import type { Worker } from '../../work/worker.ts'

export interface RestableWorker extends Worker, PausableWork {}

/** What runs longer is handed back, and done by another or after the rest. */
const patienceMs = 20_000

export function createRestableWorker(make: () => Worker): RestableWorker {
  let current = make()
  let isResting = false
  let hasEnded = false
  let concurrency: number | null = null

  return {
    ready: () => current.ready(),
    // Who rests on purpose is well: a process that is healthy but for its snapshot must not be restarted for it.
    isAlive: () => isResting || current.isAlive(),
    setConcurrency(count) {
      concurrency = count
      current.setConcurrency(count)
    },
    drain() {
      hasEnded = true
      return current.drain()
    },
    abort() {
      hasEnded = true
      return current.abort()
    },
    async pause() {
      isResting = true
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<'late'>((resolve) => {
        timer = setTimeout(() => resolve('late'), patienceMs)
      })
      const first = await Promise.race([current.drain().then(() => 'drained' as const), late])
      clearTimeout(timer)
      if (first === 'late') await current.abort()
    },
    async resume() {
      if (!isResting) return
      if (!hasEnded) {
        current = make()
        if (concurrency !== null) current.setConcurrency(concurrency)
      }
      isResting = false
    },
  }
}
