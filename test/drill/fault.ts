/** One thing that goes wrong in a drill, how the outside is put right again, and what the watch has to say about it. */
import type { Stage } from './stage.ts'

export interface Fault {
  readonly name: string
  /** The alert that has to name it; others may follow from it. */
  readonly alert: string
  readonly severity: 'P1' | 'P2' | 'P3'
  /** What else may fire because of it, and is no false page. */
  readonly consequences: readonly string[]
  inject(stage: Stage): Promise<void>
  /** The outside is as it was; what the service makes of that is what the drill looks at. */
  mend(stage: Stage): Promise<void>
  /** Null; or why it cannot be played here. */
  readonly absence?: (stage: Stage) => string | null
}
