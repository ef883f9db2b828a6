/**
 * Whether a claim says what goes wrong, or only that something might be nicer. A claim that names a trigger and a
 * consequence is never dropped for its words.
 */
import type { Claim } from '../../domain/agents/claim.ts'
import { concrete, consequences, praise, restating, style, testWish, triggers, vague } from './noise-words.ts'

export type Words = Pick<Claim, 'title' | 'message' | 'category'>

/** @returns why it has none, in a sentence; null when it has */
export function lackOfSubstance(claim: Words): string | null {
  const text = `${claim.title}. ${claim.message}`
  const namesTrigger = triggers.test(text)
  const namesConsequence = consequences.test(text)
  if (testWish.test(text) && !(namesTrigger && concrete.test(claim.message)))
    return 'It asks for tests without naming a case that fails.'
  if (namesTrigger && namesConsequence) return null
  if (!namesConsequence && praise.test(claim.message)) return 'It is praise.'
  if (!namesConsequence && restating.test(claim.message))
    return 'It says what the change does, not what is wrong.'
  if (!namesConsequence && style.test(text)) return 'It is about style, which is left to a formatter.'
  if (!(namesConsequence && concrete.test(text)) && vague.test(text))
    return 'It gives advice and names no case in which something goes wrong.'
  if (claim.message.trim().length < 15 && !namesConsequence) return 'It does not say what goes wrong.'
  return null
}
