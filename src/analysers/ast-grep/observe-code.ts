/** All that our rules say of a whole text, for evaluations that read trees rather than changes. */
import type { Observation } from '../../domain/finding/observation.ts'
import type { Language } from '../../domain/language.ts'
import { astGrep } from './ast-grep.ts'

export async function observeCode(
  path: string,
  language: Language,
  head: string,
): Promise<readonly Observation[]> {
  const observeText = await astGrep.open()
  return observeText({ path, language, role: 'code', head, base: null, addedLines: [], removedLines: [] })
}
