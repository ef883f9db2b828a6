/**
 * Circuit breakers per repository and per dependency. Promise: their state lives in the store, so all processes agree;
 * an open breaker says until when; half open lets one probe through; a person may reset it.
 */
export interface CircuitName {
  readonly kind: 'repository' | 'dependency'
  /** The repository's `app/id`, or e.g. `github:main`. */
  readonly subject: string
}

export type CircuitState = 'closed' | 'open' | 'half-open'

export interface Circuit {
  readonly name: CircuitName
  readonly state: CircuitState
  readonly failures: number
  readonly openUntil: number | null
  /** The last failure, in a sentence. */
  readonly reason: string | null
  readonly changedAt: number
}

export type Admission =
  | { readonly kind: 'admitted' }
  /** The caller parks its work until then. */
  | { readonly kind: 'refused'; readonly until: number; readonly reason: string }

export interface Circuits {
  admit(name: CircuitName): Promise<Admission>
  /** After each admitted call. */
  succeeded(name: CircuitName): Promise<void>
  failed(name: CircuitName, reason: string): Promise<Circuit>
  list(): Promise<readonly Circuit[]>
  /** @returns false when there is no such breaker */
  reset(name: CircuitName): Promise<boolean>
}
