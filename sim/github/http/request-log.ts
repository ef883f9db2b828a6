/** Every request that was answered, or on purpose not: what tests and benchmarks count. */
export interface LoggedRequest {
  /** When it came in; with `atMs`, what the simulated host itself took. */
  readonly beganMs: number
  /** When it was answered. */
  readonly atMs: number
  /** Slug of the App, login of the person, or empty. */
  readonly caller: string
  readonly method: string
  /** The route, `/repos/:owner/:repo/pulls/:number`; `/graphql`; `/git`; or the path where there is no route. */
  readonly route: string
  readonly path: string
  /** 0: no answer. */
  readonly status: number
  /** The fault that hit it. */
  readonly fault: string | null
  /** Answered 304. */
  readonly wasFree: boolean
  /** Objects that git was asked for by their names. */
  readonly wants?: readonly string[]
}

export interface RequestLog {
  readonly entries: readonly LoggedRequest[]
  /** By `caller METHOD route`. */
  readonly counts: ReadonlyMap<string, number>
  readonly total: number
  clear(): void
}

const entriesMax = 100_000

export function createRequestLog(): RequestLog & { add(entry: LoggedRequest): void } {
  const entries: LoggedRequest[] = []
  const counts = new Map<string, number>()
  let total = 0
  return {
    entries,
    counts,
    get total() {
      return total
    },
    clear: () => {
      entries.length = 0
      counts.clear()
      total = 0
    },
    add: (entry) => {
      total++
      const key = `${entry.caller} ${entry.method} ${entry.route}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
      entries.push(entry)
      if (entries.length > entriesMax) entries.splice(0, entriesMax / 10)
    },
  }
}
