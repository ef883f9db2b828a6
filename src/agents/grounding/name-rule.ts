/**
 * Under which rule an agent's finding goes: a few words of its title without the names of the code in it, so that the
 * same defect elsewhere is the same rule.
 */
import type { Claim } from '../../domain/agents/claim.ts'
import { keyWords } from './key-words.ts'
import { weaknesses, weaknessesIn } from './weaknesses.ts'

const wordsMax = 4
const charactersMax = 48

/** `nil-dereference`: lower case letters, digits and hyphens; never empty. */
export function nameRule({ title, category }: Pick<Claim, 'title' | 'category'>): string {
  const named = keyWords(title).slice(0, wordsMax).join('-').slice(0, charactersMax).replace(/-+$/, '')
  return named === '' ? category : named
}

/** The name that tools share for the kind of defect. */
export function nameDefect(claim: Pick<Claim, 'title' | 'category' | 'cwe'>): string {
  const byNumber = weaknesses.find(({ cwe }) => claim.cwe.includes(cwe))
  return (byNumber ?? weaknessesIn(claim.title)[0])?.defect ?? nameRule(claim)
}

/** `CWE-79`, however it was written; what is no such number is left out. */
export function checkedWeaknesses(cwe: readonly string[]): readonly string[] {
  const numbers = cwe.flatMap((one) => {
    const digits = /^\s*(?:CWE[-_ :]?)?0*([1-9]\d{0,3})\b/i.exec(one)?.[1]
    return digits === undefined ? [] : [`CWE-${digits}`]
  })
  return [...new Set(numbers)].slice(0, 5)
}
