/** What one of the two said about a claim: kept with the finding, so that people can read how it was argued. */
export const speakers = ['coder', 'reviewer'] as const
/** Those that argue; an `AgentRole` may also be one that only tells or compares. */
export type Speaker = (typeof speakers)[number]

export const stances = ['proposes', 'confirms', 'refutes', 'insists', 'revises', 'withdraws'] as const
export type Stance = (typeof stances)[number]

export interface Voice {
  readonly speaker: Speaker
  /** From 1. */
  readonly round: number
  readonly stance: Stance
  /** One to three sentences, no markup; bounded to 1,000 characters. */
  readonly text: string
}
