/** A rule of Biome that is switched on here, and what we know of it beyond what Biome says. */
import type { RuleRecord } from '../../domain/finding/observation.ts'

export interface BiomeRule extends RuleRecord {
  /** As a configuration names it and a report ends, `group/name`. */
  readonly setting: string
  /** What is wrong and what to do: the same for every report, so that no text of a change gets into it. */
  readonly message: string
  readonly options?: Readonly<Record<string, unknown>>
  /** The rule is only right in a text that has this; Biome itself does not ask. */
  readonly onlyIn?: RegExp
  /** Only where JSX can be. */
  readonly jsx?: true
}
