/** ShellCheck on neutral copies, when it is installed: its findings that are bugs or holes, not its advice on style. */
import { access, constants } from 'node:fs/promises'
import type { CommandAnalyser, FileFacts } from '../analyser.ts'
import { rules } from './catalogue.ts'
import { parseReport } from './parse-report.ts'

export const shellcheck: CommandAnalyser = {
  id: 'shellcheck',
  kind: 'command',
  title: 'ShellCheck',
  describes: 'sh, bash, dash and ksh scripts, told by extension or first line; needs ShellCheck installed',
  rules: async () => rules,
  reads: (file: FileFacts) => file.role === 'code' && file.language === 'shell',
  async locate() {
    for (const path of places) {
      if (await isExecutable(path)) return path
    }
    return null
  },
  // The ending tells the dialect of a script without a first line.
  extension: (file) => /\.(bash|bats|dash|ksh)$/.exec(file.path)?.[1] ?? 'sh',
  configuration: {},
  args: (names) => [
    // No .shellcheckrc, and no file that a script names in `source` or in a comment.
    '--norc',
    '--source-path=/nonexistent',
    '--format=json1',
    '--severity=warning',
    '--color=never',
    '--',
    ...names,
  ],
  exitCodes: [0, 1],
  parse: parseReport,
}

const places = [
  '/usr/bin/shellcheck',
  '/usr/local/bin/shellcheck',
  '/opt/homebrew/bin/shellcheck',
  '/opt/local/bin/shellcheck',
]

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
