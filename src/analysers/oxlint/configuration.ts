/**
 * What oxlint is told. Every plugin that is needed is named and every category is off, so that nothing runs but the
 * catalogue, whatever a later version switches on by default. A JSON configuration cannot load code of its own accord,
 * and this one names no plugin written in JavaScript.
 */
import { catalogue } from './catalogue.ts'

export const configurationName = 'autogen-oxlint.json'

const categories = ['correctness', 'suspicious', 'pedantic', 'perf', 'style', 'restriction', 'nursery']

export const configuration: Readonly<Record<string, string>> = {
  [configurationName]: JSON.stringify({
    plugins: [...new Set(catalogue.map((rule) => rule.setting.slice(0, rule.setting.indexOf('/'))))],
    jsPlugins: [],
    categories: Object.fromEntries(categories.map((category) => [category, 'off'])),
    env: { builtin: true, browser: true, node: true },
    rules: Object.fromEntries(
      catalogue.map((rule) => [rule.setting, rule.options === undefined ? 'warn' : ['warn', rule.options]]),
    ),
  }),
}
