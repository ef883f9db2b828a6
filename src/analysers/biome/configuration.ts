/**
 * What Biome is told. `root` keeps it from looking for a configuration further up; version control, plugins and the
 * domains that switch rules on by what a package depends on are off; nothing runs but the catalogue.
 */
import type { BiomeRule } from './biome-rule.ts'
import { catalogue } from './catalogue.ts'

export const configurationName = 'autogen-biome.json'

export const configuration: Readonly<Record<string, string>> = {
  [configurationName]: JSON.stringify({
    root: true,
    vcs: { enabled: false, useIgnoreFile: false },
    files: { maxSize: 8 * 1024 * 1024, ignoreUnknown: true },
    plugins: [],
    formatter: { enabled: false },
    assist: { enabled: false },
    linter: {
      enabled: true,
      domains: { project: 'none', types: 'none' },
      rules: { preset: 'none', ...rulesByGroup() },
    },
  }),
}

function rulesByGroup(): Record<string, Record<string, unknown>> {
  const groups = Map.groupBy(catalogue, (rule) => rule.setting.split('/')[0] ?? '')
  return Object.fromEntries(
    [...groups].map(([group, rules]) => [
      group,
      Object.fromEntries(rules.map((rule) => [nameOf(rule), levelOf(rule)])),
    ]),
  )
}

function levelOf(rule: BiomeRule): unknown {
  return rule.options === undefined ? 'warn' : { level: 'warn', options: rule.options }
}

function nameOf(rule: BiomeRule): string {
  return rule.setting.slice(rule.setting.indexOf('/') + 1)
}
