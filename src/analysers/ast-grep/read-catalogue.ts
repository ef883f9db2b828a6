/** Every rule of every language, checked: for lists of rules, documentation and the catalogue test. */
import { parse } from 'yaml'
import type { Rule } from './read-rules.ts'
import { readRuleText, ruleNames, toRule } from './read-rules.ts'
import { ruleFolders } from './rule-folders.ts'
import { checkRuleYaml } from './rule-schema.ts'

/** @throws when a `rule.yaml` does not fit the schema */
export async function readCatalogue(): Promise<readonly Rule[]> {
  const folders = await Promise.all(
    ruleFolders.map(async ({ name: folder }) => {
      const names = await ruleNames(folder)
      return Promise.all(names.map((name) => readCheckedRule(folder, name)))
    }),
  )
  return folders.flat()
}

/** @throws when its `rule.yaml` does not fit the schema */
export async function readCheckedRule(folder: string, name: string): Promise<Rule> {
  const languages = ruleFolders.find((known) => known.name === folder)?.languages ?? []
  const source = checkRuleYaml(`${folder}/${name}/rule.yaml`, parse(await readRuleText(folder, name)))
  return toRule(folder, name, languages, source)
}
