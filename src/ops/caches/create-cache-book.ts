/** The caches of this process, counted and described. */
import type {
  CacheBook,
  CacheDescription,
  CacheSize,
  CacheTally,
  EnteredCache,
} from '../../ports/cache/cache-book.ts'
import type { Meter } from '../../ports/meter/meter.ts'

interface Entered {
  readonly cache: EnteredCache
  hits: number
  misses: number
}

/** The same name entered again replaces what was there: it was made anew. */
export function createCacheBook(meter: Meter): CacheBook {
  const entered = new Map<string, Entered>()

  function enter(cache: EnteredCache): CacheTally {
    const one: Entered = { cache, hits: 0, misses: 0 }
    entered.set(cache.name, one)
    const count = (result: 'hit' | 'miss', by = 1) =>
      meter.count('autogen_cache_lookups_total', { cache: cache.name, result }, by)
    // Born at 0, so that a rate sees the first one.
    count('hit', 0)
    count('miss', 0)
    return {
      hit() {
        one.hits += 1
        count('hit')
      },
      miss() {
        one.misses += 1
        count('miss')
      },
    }
  }

  return {
    enter,
    describe: () => Promise.all([...entered.values()].map(describeOne)),
  }
}

/** Sets what `/metrics` says of sizes. */
export async function showCaches(book: Pick<CacheBook, 'describe'>, meter: Meter): Promise<void> {
  for (const { name, size } of await book.describe()) {
    if (size === null) continue
    meter.set('autogen_cache_entries', size.entries, { cache: name })
    if (size.bytes !== null) meter.set('autogen_cache_bytes', size.bytes, { cache: name })
  }
}

async function describeOne({ cache, hits, misses }: Entered): Promise<CacheDescription> {
  const { name, lies, bound } = cache
  return { name, lies, bound, size: await measured(cache), hits, misses }
}

/** One that cannot be measured, e.g. for want of its disk, hides none of the others. */
async function measured({ measure }: EnteredCache): Promise<CacheSize | null> {
  try {
    return await measure()
  } catch {
    return null
  }
}
