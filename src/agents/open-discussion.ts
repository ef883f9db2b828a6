/** What every discussion of one change needs: who is asked, in which words, and what holds the answers to the code. */
import type { AgentSettings } from '../domain/agents/agent-settings.ts'
import type { ChangeToDiscuss } from '../ports/agents/agents.ts'
import type { Syntax } from '../ports/syntax/syntax.ts'
import type { Calls } from './calls/calls.ts'
import { createGrounding, type Grounding } from './grounding/create-grounding.ts'
import { type CheckOutput, createOutputCheck } from './hostile/check-output.ts'
import { holdSecrets } from './hostile/hold-secrets.ts'
import { createPromptBook, type PromptBook } from './prompts/prompt-book.ts'

export interface DiscussionParts {
  readonly syntax: Syntax
  /** Bound to whoever pays; the settings are those of the change's base. */
  readonly openCalls: (settings: AgentSettings) => Calls
  /** Hosts that may be linked to: the code host's. */
  readonly hosts: readonly string[]
}

export interface Discussion {
  readonly calls: Calls
  readonly prompts: PromptBook
  readonly checkOutput: CheckOutput
  readonly grounding: Grounding
}

export function openDiscussion(
  { syntax, openCalls, hosts }: DiscussionParts,
  change: ChangeToDiscuss,
): Discussion {
  const prompts = createPromptBook()
  const checkOutput = createOutputCheck({
    canaries: prompts.canaries,
    prompts: prompts.prompts,
    hosts,
    holdSecrets: holdSecrets(change),
  })
  return {
    calls: openCalls(change.settings.agents),
    prompts,
    checkOutput,
    grounding: createGrounding({ syntax, checkOutput }),
  }
}
