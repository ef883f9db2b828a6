/** Work that several callers wait for goes on when one of them no longer wants it. */
import { fail, type Outcome } from '../../../domain/outcome.ts'
import type { HostFailure } from '../../../ports/code-host/host-failure.ts'
import { cancelled } from './failures.ts'

export async function unlessCalledOff<Value>(
  shared: Promise<Outcome<Value, HostFailure>>,
  signal: AbortSignal,
): Promise<Outcome<Value, HostFailure>> {
  if (signal.aborted) return fail(cancelled(false))
  const { promise, resolve } = Promise.withResolvers<Outcome<Value, HostFailure>>()
  const callOff = () => resolve(fail(cancelled(false)))
  signal.addEventListener('abort', callOff, { once: true })
  try {
    return await Promise.race([shared, promise])
  } finally {
    signal.removeEventListener('abort', callOff)
  }
}
