/**
 * What runs where, and putting the release before back. Promise: `rollBack` returns once the target has taken the order
 * and says what it will come to; trying twice is harmless.
 */
import type { Outcome } from '../../domain/outcome.ts'

export interface Releases {
  /** For people, e.g. `deployment/autogen-bot in namespace autogen-bot`. */
  readonly description: string
  /** @param to null: the release before the one that runs */
  rollBack(
    to: string | null,
    signal: AbortSignal,
  ): Promise<Outcome<{ readonly from: string; readonly to: string }, TargetFailure>>
}

export interface TargetFailure {
  readonly kind: 'unreachable' | 'refused' | 'unknown-release'
  readonly message: string
  readonly remedy: string
}
