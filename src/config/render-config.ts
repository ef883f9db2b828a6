/** What `config show` prints: every setting in force as YAML that could be saved as it is, each with where it comes from. */
import { stringify } from 'yaml'
import { formatByteSize } from './byte-size.ts'
import { keyPath } from './config-problem.ts'
import type { ConfigFile } from './parse-config.ts'
import { configFileName } from './review-config.ts'

export function renderConfig({ config, writtenKeys }: ConfigFile, name: string = configFileName): string {
  const lines: string[] = []
  for (const [section, value] of Object.entries(config)) {
    const origin = (key: string) => (writtenKeys.has(key) ? `# ${name}` : '# default')
    if (typeof value !== 'object' || Array.isArray(value) || section === 'rules') {
      lines.push(...withComment(section, shown(section, value), origin(section)))
      continue
    }
    lines.push(`${section}:`)
    for (const [key, inner] of Object.entries(value))
      lines.push(
        ...withComment(key, shown(key, inner), origin(keyPath([section, key]))).map((line) => `  ${line}`),
      )
  }
  return `${lines.join('\n')}\n`
}

/** As the file would write it. */
function shown(key: string, value: unknown): unknown {
  if (key.endsWith('BytesMax')) return formatByteSize(Number(value))
  if (key !== 'rules') return value
  return Object.fromEntries(
    Object.entries(value as ConfigFile['config']['rules']).map(([rule, { enabled, severity }]) => [
      rule,
      ruleText(enabled, severity),
    ]),
  )
}

function ruleText(enabled: boolean, severity: string | null): unknown {
  if (enabled) return severity ?? { enabled }
  return severity === null ? 'off' : { enabled, severity }
}

function withComment(key: string, value: unknown, comment: string): string[] {
  const [first = '', ...rest] = stringify({ [key]: value }, { lineWidth: 0 })
    .trimEnd()
    .split('\n')
  return [`${first} ${comment}`, ...rest]
}
