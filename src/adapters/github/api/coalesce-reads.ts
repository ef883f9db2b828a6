/** Reads that are in flight twice are one request; it goes on while anyone waits for it. */
import type { Outcome } from '../../../domain/outcome.ts'
import type { HostFailure } from '../../../ports/code-host/host-failure.ts'
import { type ApiAnswer, requestKey, type Stage } from './exchange.ts'
import { unlessCalledOff } from './unless-called-off.ts'

interface Flight {
  readonly answer: Promise<Outcome<ApiAnswer, HostFailure>>
  readonly end: AbortController
  waiting: number
}

export function createCoalesceReads(onShared: () => void): Stage {
  return (next) => {
    const flights = new Map<string, Flight>()
    return async (request) => {
      if (request.kind === 'write') return await next(request)
      const key = requestKey(request)
      const under = flights.get(key)
      if (under !== undefined) onShared()
      const flight = under ?? takeOff()
      flight.waiting += 1
      try {
        return await unlessCalledOff(flight.answer, request.signal)
      } finally {
        flight.waiting -= 1
        if (flight.waiting === 0) {
          land()
          flight.end.abort()
        }
      }

      function takeOff(): Flight {
        const end = new AbortController()
        const flight = { answer: next({ ...request, signal: end.signal }), end, waiting: 0 }
        flights.set(key, flight)
        return flight
      }

      function land(): void {
        if (flights.get(key) === flight) flights.delete(key)
      }
    }
  }
}
