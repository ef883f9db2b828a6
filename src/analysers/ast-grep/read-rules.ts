/**
 * The rules of one language, read from `src/rules` when its first text comes and kept for the life of the process.
 *
 * The YAML parser and a folder's worth of YAML cost more than a whole small review, so a rule is parsed only when one
 * of its words occurs in a text. The words are found in the file's text when they are written as JSON on one line.
 */
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { RuleRecord } from '../../domain/finding/observation.ts'
import type { Language } from '../../domain/language.ts'
import { folderOf } from './rule-folders.ts'
import type { RuleSource } from './rule-source.ts'

export interface Rule {
  readonly record: RuleRecord
  readonly source: RuleSource
  readonly languages: readonly Language[]
}

/** A rule that may not have been parsed yet. */
interface RuleFile {
  /** Null: not to be known without parsing. */
  readonly words: readonly string[] | null
  rule(): Promise<Rule>
}

export const rulesRoot = fileURLToPath(new URL('../../rules/', import.meta.url))

const byFolder = new Map<string, Promise<readonly RuleFile[]>>()

/** The rules that may have something to say about this text. */
export async function rulesForText(
  language: Language,
  text: string,
  inTests: boolean,
): Promise<readonly Rule[]> {
  const folder = folderOf(language)
  if (folder === null) return []
  const files = byFolder.get(folder.name) ?? readFolder(folder.name, folder.languages)
  byFolder.set(folder.name, files)
  const worded = (await files).filter(({ words }) => words === null || holdsOne(text, words))
  const rules = await Promise.all(worded.map((file) => file.rule()))
  return rules.filter(
    ({ languages, source }) =>
      languages.includes(language) && (source.tests || !inTests) && holdsOne(text, source.words),
  )
}

/** Names of the rules in a folder of `src/rules`, sorted; none when there is no such folder. */
export async function ruleNames(folder: string): Promise<readonly string[]> {
  const entries = await readdir(rulesRoot + folder, { withFileTypes: true }).catch(() => [])
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort()
}

export function readRuleText(folder: string, name: string): Promise<string> {
  return readFile(`${rulesRoot}${folder}/${name}/rule.yaml`, 'utf8')
}

export function toRule(
  folder: string,
  name: string,
  languages: readonly Language[],
  source: RuleSource,
): Rule {
  const { title, severity, category, cwe, confidence, defect } = source
  return {
    record: { id: `${folder}-${name}`, title, severity, category, cwe, confidence, defect },
    source,
    languages: source.languages ?? languages,
  }
}

async function readFolder(folder: string, languages: readonly Language[]): Promise<readonly RuleFile[]> {
  return Promise.all(
    (await ruleNames(folder)).map(async (name) => {
      const text = await readRuleText(folder, name)
      let parsed: Promise<Rule> | null = null
      return {
        words: wordsIn(text),
        rule() {
          parsed ??= parseRule(text).then((source) => toRule(folder, name, languages, source))
          return parsed
        },
      }
    }),
  )
}

function wordsIn(text: string): readonly string[] | null {
  const line = /^words: (\[".*"\])$/m.exec(text)?.[1]
  try {
    return line === undefined ? null : (JSON.parse(line) as readonly string[])
  } catch {
    return null
  }
}

async function parseRule(text: string): Promise<RuleSource> {
  const { parse } = await import('yaml')
  // Our own file, checked against the schema by the catalogue test; see rule-schema.ts.
  const yaml = parse(text) as Partial<RuleSource>
  return { ...yaml, words: yaml.words ?? [], tests: yaml.tests ?? true } as RuleSource
}

function holdsOne(text: string, words: readonly string[]): boolean {
  return words.length === 0 || words.some((word) => text.includes(word))
}
