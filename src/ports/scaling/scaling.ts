/** How many workers there are. Promise: `scale` returns once the target has taken the order; trying twice is harmless. */
import type { Outcome } from '../../domain/outcome.ts'
import type { TargetFailure } from '../releases/releases.ts'

export interface Scaling {
  /** For people. */
  readonly description: string
  scale(
    workers: number,
    signal: AbortSignal,
  ): Promise<Outcome<{ readonly before: number; readonly after: number }, TargetFailure>>
}
