/**
 * Settings of other tools' configuration files that make such a tool run a repository's code, fetch what it names, or
 * hand it secrets. This one has none of them: who writes one here is trying, or took us for another tool.
 */
import type { ConfigProblem } from './config-problem.ts'

/** In small letters, without what joins words. */
const forbiddenNames: ReadonlySet<string> = new Set([
  ...[
    'command',
    'commands',
    'exec',
    'run',
    'script',
    'scripts',
    'shell',
    'hooks',
    'preinstall',
    'postinstall',
  ],
  ...['plugins', 'plugin', 'jsplugins', 'extends', 'require', 'module', 'loader', 'ruledirs', 'rulepaths'],
  ...['env', 'environment', 'secrets', 'secret', 'token', 'tokens', 'apikey', 'credentials'],
  ...['webhook', 'webhookurl', 'endpoint', 'proxy', 'apiurl', 'baseurl'],
])

/** @returns the keys that ask for what is forbidden, as they are written */
export function asksForbidden(problems: readonly ConfigProblem[]): readonly string[] {
  return problems.map(({ key }) => key).filter((key) => forbiddenNames.has(lastName(key)))
}

/** Of `keyPath`: behind the last dot, or in brackets where it is no plain name. */
function lastName(key: string): string {
  const [, plain, quoted] = /(?:([A-Za-z_][\w-]*)|\["([^"\\]*)"\])(?:\[\d+\])*$/.exec(key) ?? []
  return (plain ?? quoted ?? '').toLowerCase().replaceAll(/[-_. ]/g, '')
}
