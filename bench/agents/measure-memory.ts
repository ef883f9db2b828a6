/** Many reviews, and what garbage collection leaves after each few of them. Needs no flag: the collector is asked for here. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Case } from '../cases.ts'
import type { CollectedMemory } from '../memory/collector.ts'
import type { Reviewer } from './reviewer.ts'
import type { BenchModel } from './start-model.ts'

export interface MemoryOptions {
  readonly reviewer: Reviewer
  readonly model: BenchModel
  readonly cases: readonly Case[]
  readonly reviews: number
  readonly progress: (text: string) => void
}

const mebibyte = 1_048_576

/** A look after each round over all cases: they differ in what they leave behind. */
export async function measureMemory({
  reviewer,
  model,
  cases,
  reviews,
  progress,
}: MemoryOptions): Promise<readonly CollectedMemory[]> {
  const collect = openCollection()
  const collected: CollectedMemory[] = []
  for (let done = 0; done < reviews; ) {
    for (const one of cases) await reviewer.review(one, true)
    await model.served()
    done += cases.length
    await collect()
    const { heapUsed, external, rss } = process.memoryUsage()
    collected.push({
      reviews: done,
      heapMiB: heapUsed / mebibyte,
      externalMiB: external / mebibyte,
      rssMiB: rss / mebibyte,
      cachedMiB: 0,
    })
    progress(
      `${done} reviews: ${(heapUsed / mebibyte).toFixed(1)} MiB of heap, ${(rss / mebibyte).toFixed(0)} resident`,
    )
  }
  return collected
}

function openCollection(): () => Promise<void> {
  // For hundreds of reviews V8 goes on to compile functions that have become warm, which is growth, and no leak.
  for (const compiler of ['sparkplug', 'maglev', 'turbofan']) setFlagsFromString(`--no-${compiler}`)
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  return async () => {
    for (let round = 0; round < 3; round += 1) {
      collect()
      // Weak things go only after a turn of the event loop.
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}
