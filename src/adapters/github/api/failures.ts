/** Words for what can go wrong, in one place. */
import { fail } from '../../../domain/outcome.ts'
import type { HostFailure } from '../../../ports/code-host/host-failure.ts'

type Told = Pick<HostFailure, 'kind' | 'message' | 'remedy'> & Partial<HostFailure>

export function hostFailure(told: Told): HostFailure {
  return { retryAt: null, mayHaveApplied: false, status: null, ...told }
}

export function unexpectedAnswer(what: string, status: number | null, mayHaveApplied: boolean): HostFailure {
  return hostFailure({
    kind: 'unexpected',
    message: `The answer of GitHub is not what it documents: ${what}.`,
    remedy: 'Check that the base URL names the API of GitHub, and that no proxy answers in its place.',
    status,
    mayHaveApplied,
  })
}

export function cancelled(mayHaveApplied: boolean): HostFailure {
  return hostFailure({
    kind: 'network',
    message: 'The request was called off before its answer came.',
    remedy: 'Nothing: whoever asked no longer wants to know.',
    mayHaveApplied,
  })
}

/** For what must not stand in an address or a request: nothing was sent. */
export function refusedInput(what: string): { readonly ok: false; readonly failure: HostFailure } {
  return fail(
    hostFailure({
      kind: 'invalid',
      message: `${what} is not of the form that GitHub gives it.`,
      remedy: 'Look where it came from: nothing was sent.',
    }),
  )
}
