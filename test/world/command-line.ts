/** The command line in this process, with a terminal that only remembers. */
import { runCommandLine } from '../../src/cli/run-command-line.ts'
import type { Terminal } from '../../src/cli/terminal.ts'

export interface Said {
  readonly exitCode: number
  readonly answer: string
  readonly told: string
}

export async function autogenBot(...words: readonly string[]): Promise<Said> {
  let answer = ''
  let told = ''
  const terminal: Terminal = {
    answer: async (text) => {
      answer += text
    },
    tell: (text) => {
      told += text
    },
    columns: 100,
    hasColour: { answer: false, tell: false },
    isWatched: false,
  }
  const exitCode = await runCommandLine(words, terminal)
  return { exitCode, answer, told }
}
