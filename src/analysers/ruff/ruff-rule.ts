/** A rule of ruff that is switched on here, and what we know of it beyond what ruff says. */
import type { RuleRecord } from '../../domain/finding/observation.ts'

/** Its `id` is the code that ruff gives it. */
export interface RuffRule extends RuleRecord {
  /** What is wrong and what to do: the same for every report, so that no text of a change gets into it. */
  readonly message: string
  /** False: silent in tests, examples and fixtures, where the pattern is usually meant. */
  readonly tests?: false
  /** False: silent in examples and fixtures, which are often incomplete on purpose. */
  readonly examples?: false
  /** True: ruff's own change of the line is right wherever the report is. */
  readonly fixes?: true
}
