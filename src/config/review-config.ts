/** What a repository may ask of its reviews. Types alone, so that a review without a file loads nothing for it. */
import type { Severity } from '../domain/finding/severity.ts'
import type { Language } from '../domain/language.ts'

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

export interface Instruction {
  readonly paths: readonly string[]
  readonly text: string
}

/** How the agents work in this repository. What they may cost, the operator bounds as well. */
export interface AgentSettings {
  readonly enabled: boolean
  /** Of the argument: 1..4. */
  readonly rounds: number
  /** BCP 47 tag of the language that comments are written in. */
  readonly language: string
  /** 0..2; null: the model's own. */
  readonly temperature: number | null
  readonly coder: PersonaSettings
  readonly reviewer: PersonaSettings
  /** Comments of agents in one review, by value. */
  readonly findingsMax: number
  /** Claims less sure than this are dropped, 0..1. */
  readonly confidenceMin: number
  /** Of one part of the context. */
  readonly contextTokensMax: number
  /** Parts that a large change is split into. */
  readonly partsMax: number
  readonly walkthrough: boolean
  readonly diagram: boolean
  readonly missingTests: boolean
  /** What may be asked in threads. */
  readonly chat: ChatSettings
  readonly budget: {
    /** Null: as the operator says. */
    readonly tokensPerReviewMax: number | null
    readonly dollarsPerReviewMax: number | null
  }
}

export interface PersonaSettings {
  /** Added to the role's own words; empty: nothing. */
  readonly persona: string
  /** What to look at first. */
  readonly focus: readonly string[]
}

export interface ChatSettings {
  readonly ask: boolean
  readonly replies: boolean
  readonly describe: boolean
  readonly improve: boolean
  readonly tests: boolean
}
