/** The system prompts of one review, and what must not come back out of them. */
import { canaryOf } from './canary.ts'
import { type PromptName, type PromptValues, renderPrompt } from './prompts.ts'

export interface PromptBook {
  /** @param content what the canary is made of: the context that the question is about */
  system<Name extends PromptName>(
    name: Name,
    values: Omit<PromptValues[Name], 'canary'>,
    content: string,
  ): string
  /** Of the prompts so far: for the check of what is published. */
  canaries(): readonly string[]
  prompts(): readonly string[]
}

export function createPromptBook(): PromptBook {
  const canaries = new Set<string>()
  const prompts = new Set<string>()
  return {
    system: <Name extends PromptName>(
      name: Name,
      values: Omit<PromptValues[Name], 'canary'>,
      content: string,
    ) => {
      const canary = canaryOf(content)
      const prompt = renderPrompt(name, { ...values, canary } as PromptValues[Name])
      canaries.add(canary)
      // Words of a repository's own configuration are no secret of ours: a finding may well repeat a rule of its house.
      const isTold = 'persona' in values ? { persona: '', ...('focus' in values ? { focus: '' } : {}) } : {}
      prompts.add(renderPrompt(name, { ...values, canary, ...isTold } as PromptValues[Name]))
      return prompt
    },
    canaries: () => [...canaries],
    prompts: () => [...prompts],
  }
}
