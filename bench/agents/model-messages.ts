/** What the benchmark and the model in the child process say to each other. */

/** To the model: how long an answer takes from now on; and what was asked since it was last asked for that. */
export type ToModel = { readonly kind: 'take'; readonly ms: number } | { readonly kind: 'tell' }

export type FromModel =
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'told'; readonly served: readonly Served[] }

/** A request as the server saw it, in nanoseconds of the machine's monotonic clock, the same in all its processes. */
export interface Served {
  readonly from: number
  readonly to: number
  /** False: nobody asked this before, so that the scripted model had to think. */
  readonly isKnown: boolean
}
