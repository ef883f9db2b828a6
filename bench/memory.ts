/**
 * `npm run bench:memory -- [--reviews N] [--batch N]`: whether the worker keeps something of each review. Reviews go
 * through the whole service against the simulated GitHub; after each batch the worker is idle, its garbage is collected
 * through its debugger, and what is left is noted. Says flat or growing; ends with 1 when it grows. About ten minutes.
 */
import { parseArgs } from 'node:util'
import { type CollectedMemory, openCollector } from './memory/collector.ts'
import { renderLeakTest, verdictOn } from './memory/verdict.ts'
import { openServicePlace, type ServicePlace } from './service/service-place.ts'
import { reviewSmallChanges } from './service/small-changes.ts'

const { values } = parseArgs({
  options: {
    reviews: { type: 'string', default: '2000' },
    batch: { type: 'string', default: '50' },
  },
})
const reviews = boundedNumber('--reviews', values.reviews, 40, 20_000)
const batch = boundedNumber('--batch', values.batch, 5, 500)
const place = await openServicePlace()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void place.close().finally(() => process.exit(130)))
}
try {
  const begin = performance.now()
  const collected = await collectAlong(place)
  const verdict = verdictOn(collected)
  process.stdout.write(renderLeakTest(collected, verdict, (performance.now() - begin) / 1_000))
  process.exitCode = verdict.isFlat ? 0 : 1
} finally {
  await place.close()
}

async function collectAlong(on: ServicePlace): Promise<readonly CollectedMemory[]> {
  await on.restartWorker(2, { NODE_OPTIONS: '--inspect=127.0.0.1:0' })
  const collector = await openCollector(on.workerProcess())
  const collected: CollectedMemory[] = []
  try {
    for (let done = 0; done < reviews; ) {
      const { memory } = await reviewSmallChanges(on, Math.min(batch, reviews - done), () => {})
      done += memory.length
      collected.push(await collector.collect(done))
      const { heapMiB, rssMiB } = collected.at(-1) as CollectedMemory
      process.stderr.write(
        `${done} reviews: ${heapMiB.toFixed(1)} MiB of heap, ${rssMiB.toFixed(0)} MiB resident\n`,
      )
    }
  } finally {
    collector.close()
  }
  return collected
}

function boundedNumber(option: string, text: string, min: number, max: number): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= min && number <= max) return number
  process.stderr.write(`${option} takes a number between ${min} and ${max}.\n`)
  process.exit(2)
}
