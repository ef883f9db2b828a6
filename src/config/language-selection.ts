/** Whether a file of this language is wanted. */
import type { Language } from '../domain/language.ts'
import type { LanguageSettings } from './review-config.ts'

/** @param language null for a file that no language claims: left out only when the configuration names the wanted ones */
export function wantsLanguage(settings: LanguageSettings, language: Language | null): boolean {
  if (language === null) return settings.include.length === 0
  if (settings.exclude.includes(language)) return false
  return settings.include.length === 0 || settings.include.includes(language)
}
