/** What a repository may ask of its reviews. Types alone, so that a review without a file loads nothing for it. */
import type { AgentSettings, Instruction } from '../domain/agents/agent-settings.ts'
import type { Severity } from '../domain/finding/severity.ts'
import type { Language } from '../domain/language.ts'

export type {
  AgentSettings,
  ChatSettings,
  Instruction,
  PersonaSettings,
} from '../domain/agents/agent-settings.ts'

/** Name of the file at the root of the repository; read from the base of a change. */
export const configFileName = '.autogen-bot.yaml'

export interface ReviewConfig {
  readonly version: 1
  readonly paths: PathSettings
  readonly severity: { readonly threshold: Severity }
  /** By rule id or pattern, in the order of the file. */
  readonly rules: Readonly<Record<string, RuleSetting>>
  readonly limits: ReviewLimits
  readonly languages: LanguageSettings
  readonly instructions: readonly Instruction[]
  readonly agents: AgentSettings
}

export interface PathSettings {
  /** Globs; none means every path. */
  readonly include: readonly string[]
  /** Globs; they win over `include`. */
  readonly exclude: readonly string[]
}

export interface RuleSetting {
  readonly enabled: boolean
  /** Null: the rule's own. */
  readonly severity: Severity | null
}

export interface ReviewLimits {
  readonly findingsMax: number
  readonly fileBytesMax: number
  readonly filesMax: number
  readonly totalBytesMax: number
  readonly fileTimeMs: number
}

export interface LanguageSettings {
  /** None means every language, and files of none. */
  readonly include: readonly Language[]
  readonly exclude: readonly Language[]
}
