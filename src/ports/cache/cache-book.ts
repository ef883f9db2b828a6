/**
 * The list of everything that is kept to save work. Promise: whoever keeps a cache enters it here with its bound, so that
 * a report on memory misses none and the figures of all of them have one form.
 */
export interface CacheBook {
  /** @returns where each look-up is told */
  enter(cache: EnteredCache): CacheTally
  describe(): Promise<readonly CacheDescription[]>
}

export interface EnteredCache {
  /** E.g. `git-objects`, `github-answers/main`. */
  readonly name: string
  readonly lies: 'in memory' | 'on disk'
  readonly bound: { readonly unit: 'bytes' | 'entries'; readonly max: number }
  /** `bytes` null: nobody counts them, the number of entries is the bound. */
  readonly measure: () => CacheSize | Promise<CacheSize>
}

export interface CacheSize {
  readonly entries: number
  readonly bytes: number | null
}

export interface CacheTally {
  hit(): void
  miss(): void
}

export interface CacheDescription extends Omit<EnteredCache, 'measure'> {
  /** Null when it could not be measured. */
  readonly size: CacheSize | null
  /** Since this process began. */
  readonly hits: number
  readonly misses: number
}

/** For whoever keeps something where nobody asks. */
export const noCacheBook: CacheBook = {
  enter: () => ({ hit() {}, miss() {} }),
  describe: async () => [],
}
