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

/** Words of the repository for the agents, about some of the files. */
export interface Instruction {
  /** Globs. */
  readonly paths: readonly string[]
  readonly text: string
}
