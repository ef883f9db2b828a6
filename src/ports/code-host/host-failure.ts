/** What can go wrong between us and a code host, as a caller has to tell it apart. */
export interface HostFailure {
  readonly kind: /** The hourly budget of the installation is used up: park until `retryAt`. */
    | 'primary-limit'
    /** Too fast, too many at once, or too much content: park until `retryAt`. */
    | 'secondary-limit'
    /** The App may not do this: a person has to grant a permission. */
    | 'permission'
    /** Credentials are refused: a key or secret is wrong, or the clock is. */
    | 'unauthorized'
    /** The installation is suspended or removed, or the repository is out of sight. */
    | 'not-found'
    | 'gone'
    /** The request itself is refused (422): sending it again changes nothing. */
    | 'invalid'
    | 'conflict'
    /** 5xx: try later. */
    | 'unavailable'
    /** No answer: refused connection, reset, timeout. */
    | 'network'
    /** The answer is not what the host documents. */
    | 'unexpected'
  /** What happened, in one sentence; no secrets. */
  readonly message: string
  /** What to do next, in one sentence. */
  readonly remedy: string
  /** Milliseconds since the epoch; null where waiting alone does not help. */
  readonly retryAt: number | null
  /** True when a write may have happened all the same: read before sending again. */
  readonly mayHaveApplied: boolean
  readonly status: number | null
}
