/** The command line in this process, with a terminal that only remembers. */
import { runCommandLine } from '../../src/cli/run-command-line.ts'
import type { Terminal } from '../../src/cli/terminal.ts'

export interface Said {
  readonly exitCode: number
  readonly answer: string
  readonly told: string
}

export function autogenBot(...words: readonly string[]): Promise<Said> {
  return run(words, { isWatched: false })
}

/** Somebody looks at standard error, where progress is drawn. */
export function watchedAutogenBot(...words: readonly string[]): Promise<Said> {
  return run(words, { isWatched: true })
}

async function run(words: readonly string[], { isWatched }: Pick<Terminal, 'isWatched'>): Promise<Said> {
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
    isWatched,
  }
  const exitCode = await runCommandLine(words, terminal)
  return { exitCode, answer, told }
}
