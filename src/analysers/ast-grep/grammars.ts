/**
 * The parsers. A text in a language whose parser is not registered would abort the whole process, so `parse` asks
 * first. Parsers can be registered once a process only, all together.
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
  cpp: '@ast-grep/lang-cpp',
  kotlin: '@ast-grep/lang-kotlin',
  swift: '@ast-grep/lang-swift',
  scala: '@ast-grep/lang-scala',
  shell: '@ast-grep/lang-bash',
}

let opened: Promise<Grammars> | null = null

/**
 * Kept for the life of the process: the library forgets nothing that was registered, and does not take more later.
 *
 * @param isWanted leaves out parsers that this process will not need: finding each takes about a millisecond
 */
export function openGrammars(isWanted: (language: Language) => boolean = () => true): Promise<Grammars> {
  opened ??= register(isWanted)
  return opened
}

async function register(isWanted: (language: Language) => boolean): Promise<Grammars> {
  const { parse, registerDynamicLanguage } = await import('@ast-grep/napi')
  const installed = installedParsers(isWanted)
  registerDynamicLanguage(installed)
  return {
    parse(language, text) {
      const grammar = builtIn[language] ?? (language in installed ? language : null)
      return grammar === null ? null : parse(grammar, text).root()
    },
  }
}

function installedParsers(isWanted: (language: Language) => boolean): DynamicLangRegistrations {
  const require = createRequire(import.meta.url)
  const installed: DynamicLangRegistrations = {}
  for (const [language, name] of Object.entries(packages)) {
    if (!isWanted(language as Language)) continue
    try {
      // Spread, because the path is a getter that throws where no parser was built for this machine.
      installed[language] = { ...(require(name) as DynamicLangRegistrations[string]) }
    } catch {
      // Not installed here: texts of this language are left unread.
    }
  }
  return installed
}
