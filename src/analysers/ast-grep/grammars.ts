/**
 * The parsers. A text in a language whose parser is not registered would abort the whole process, so `parse` asks
 * first. Parsers can be registered once a process only, all together; that costs about a millisecond.
 */
import { createRequire } from 'node:module'
import type { DynamicLangRegistrations, SgNode } from '@ast-grep/napi'
import type { Language } from '../../domain/language.ts'

export interface Grammars {
  /** The tree's root; null when no parser of that language is installed. */
  parse(language: Language, text: string): SgNode | null
}

/** JavaScript is read with the TSX grammar, which knows all that JavaScript has, so one rule serves both. */
const builtIn: Partial<Record<Language, string>> = { javascript: 'Tsx', tsx: 'Tsx', typescript: 'TypeScript' }

const packages: Partial<Record<Language, string>> = {
  python: '@ast-grep/lang-python',
  go: '@ast-grep/lang-go',
  java: '@ast-grep/lang-java',
  ruby: '@ast-grep/lang-ruby',
  rust: '@ast-grep/lang-rust',
  php: '@ast-grep/lang-php',
  csharp: '@ast-grep/lang-csharp',
  c: '@ast-grep/lang-c',
  shell: '@ast-grep/lang-bash',
}

let opened: Promise<Grammars> | null = null

/** Kept for the life of the process: the library forgets nothing that was registered, and forbids doing it again. */
export function openGrammars(): Promise<Grammars> {
  opened ??= registerAll()
  return opened
}

async function registerAll(): Promise<Grammars> {
  const { parse, registerDynamicLanguage } = await import('@ast-grep/napi')
  const installed = installedParsers()
  registerDynamicLanguage(installed)
  return {
    parse(language, text) {
      const grammar = builtIn[language] ?? (language in installed ? language : null)
      return grammar === null ? null : parse(grammar, text).root()
    },
  }
}

function installedParsers(): DynamicLangRegistrations {
  const require = createRequire(import.meta.url)
  const installed: DynamicLangRegistrations = {}
  for (const [language, name] of Object.entries(packages)) {
    try {
      // Spread, because the path is a getter that throws where no parser was built for this machine.
      installed[language] = { ...(require(name) as DynamicLangRegistrations[string]) }
    } catch {
      // Not installed here: texts of this language are left unread.
    }
  }
  return installed
}
