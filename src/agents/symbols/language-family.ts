/** Languages that call each other's code by name. A name of Go never means a definition of Python. */
import { type Language, languageOf } from '../../domain/language.ts'

const families: ReadonlyMap<Language, string> = new Map([
  ['javascript', 'javascript'],
  ['typescript', 'javascript'],
  ['tsx', 'javascript'],
  ['c', 'c'],
  ['cpp', 'c'],
  ['java', 'jvm'],
  ['kotlin', 'jvm'],
  ['scala', 'jvm'],
])

/** @returns null for what is in no language known here */
export function familyOf(path: string): string | null {
  const language = languageOf(path)
  return language === null ? null : familyOfLanguage(language)
}

export function familyOfLanguage(language: Language): string {
  return families.get(language) ?? language
}
