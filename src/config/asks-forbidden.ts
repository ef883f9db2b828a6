/**
 * Settings of other tools' configuration files that make such a tool run a repository's code, fetch what it names, or
 * hand it secrets. This one has none of them: who writes one here is trying, or took us for another tool.
 */
import type { ConfigProblem } from './config-problem.ts'

const forbiddenKeys: ReadonlySet<string> = new Set([
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
  ...['plugins', 'plugin', 'jsPlugins', 'extends', 'require', 'module', 'loader', 'ruledirs', 'ruleDirs'],
  ...['env', 'environment', 'secrets', 'secret', 'token', 'tokens', 'apiKey', 'api_key', 'credentials'],
  ...['webhook', 'webhookUrl', 'endpoint', 'proxy', 'apiUrl', 'baseUrl'],
])

/** @returns the keys that ask for what is forbidden, as they are written */
export function asksForbidden(problems: readonly ConfigProblem[]): readonly string[] {
  return problems.map(({ key }) => key).filter((key) => forbiddenKeys.has(lastName(key)))
}

function lastName(key: string): string {
  return /([A-Za-z_]\w*)(?:\[\d+\])*$/.exec(key)?.[1] ?? ''
}
