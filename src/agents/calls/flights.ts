/**
 * The same question asked twice at once is one call. Whoever gives up leaves the others waiting; when nobody is left the
 * call is broken off, and the last one waits until that is written down.
 */
export interface Flights {
  /** @returns null when the signal was aborted and others still wait */
  share<Value>(
    key: string,
    run: (signal: AbortSignal) => Promise<Value>,
    signal: AbortSignal,
  ): Promise<{ readonly value: Value; readonly isFirst: boolean } | null>
}

interface Flight {
  readonly ending: AbortController
  readonly result: Promise<unknown>
  waiting: number
}

export function createFlights(): Flights {
  const underWay = new Map<string, Flight>()

  function start(key: string, run: (signal: AbortSignal) => Promise<unknown>): Flight {
    const ending = new AbortController()
    const flight: Flight = {
      ending,
      waiting: 0,
      result: run(ending.signal).finally(() => remove(key, flight)),
    }
    underWay.set(key, flight)
    return flight
  }

  function remove(key: string, flight: Flight): void {
    if (underWay.get(key) === flight) underWay.delete(key)
  }

  return {
    async share<Value>(
      key: string,
      run: (signal: AbortSignal) => Promise<Value>,
      signal: AbortSignal,
    ): Promise<{ readonly value: Value; readonly isFirst: boolean } | null> {
      if (signal.aborted) return null
      const there = underWay.get(key)
      const flight = there ?? start(key, run)
      flight.waiting += 1
      const given = { by: () => {} }
      const gaveUp = new Promise<'gave up'>((resolve) => {
        given.by = () => resolve('gave up')
      })
      signal.addEventListener('abort', given.by, { once: true })
      try {
        const first = await Promise.race([flight.result, gaveUp])
        if (first === 'gave up') {
          flight.waiting -= 1
          if (flight.waiting > 0) return null
          remove(key, flight)
          flight.ending.abort()
        }
        // What one key leads to is of one type.
        return { value: (await flight.result) as Value, isFirst: there === undefined }
      } finally {
        signal.removeEventListener('abort', given.by)
      }
    },
  }
}
