/** Who speaks to a model. Each role may have a model of its own. */
export const agentRoles = ['coder', 'reviewer', 'guide', 'judge'] as const
/** `guide` tells the change to people and answers questions; `judge` compares findings in evaluations only. */
export type AgentRole = (typeof agentRoles)[number]

/** What a call is for. The first four are steps of the argument. */
export const callPurposes = [
  'propose',
  'challenge',
  'answer',
  'settle',
  'walkthrough',
  'ask',
  'improve',
  'tests',
  'judge',
] as const
export type CallPurpose = (typeof callPurposes)[number]
