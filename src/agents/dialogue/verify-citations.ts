/** Looks up, once for each answer, which of the code that it cites is there. */
import type { Citation } from '../../domain/agents/claim.ts'
import { CitationAnswer } from './answers.ts'
import type { IsThere } from './hear.ts'

export type AskIsThere = (citation: Citation) => boolean | Promise<boolean>

/** @param answer a checked answer; citations may stand anywhere in it */
export async function verifyCitations(answer: unknown, isThere: AskIsThere): Promise<IsThere> {
  const verified = new Map<unknown, boolean>()
  await Promise.all(
    citedIn(answer).map(async ([place, citation]) => verified.set(place, await isThere(citation))),
  )
  return (citation) => verified.get(citation) ?? false
}

/** With the object of the answer itself, by which it is known again. */
function citedIn(value: unknown): readonly (readonly [unknown, Citation])[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.values(value).flatMap(citedIn)
  if (Array.isArray(value) || !('quote' in value)) return inner
  const citation = CitationAnswer.safeParse(value)
  return citation.success ? [[value, citation.data], ...inner] : inner
}
