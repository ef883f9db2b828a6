/** Where a command's words go: answers to standard output, everything else to standard error. */
export interface Terminal {
  /** Waits until the reader took it; a reader that went away is no error. */
  answer(text: string): Promise<void>
  tell(text: string): void
  /** For errors, also when `--quiet`. */
  readonly columns: number
  readonly hasColour: { readonly answer: boolean; readonly tell: boolean }
  /** Whether standard error is a terminal, where progress may be drawn. */
  readonly isWatched: boolean
}

export function processTerminal(): Terminal {
  const { stdout, stderr } = process
  return {
    answer: (text) =>
      new Promise((resolve, reject) => {
        stdout.once('error', (error: NodeJS.ErrnoException) =>
          error.code === 'EPIPE' ? resolve() : reject(error),
        )
        stdout.write(text, () => resolve())
      }),
    tell: (text) => void stderr.write(text),
    columns: stdout.columns ?? 100,
    hasColour: { answer: wantsColour(stdout), tell: wantsColour(stderr) },
    isWatched: stderr.isTTY === true && process.env.TERM !== 'dumb',
  }
}

function wantsColour(stream: NodeJS.WriteStream): boolean {
  if (process.env.NO_COLOR !== undefined && process.env.NO_COLOR !== '') return false
  if (process.env.FORCE_COLOR !== undefined && process.env.FORCE_COLOR !== '0') return true
  return stream.isTTY === true && process.env.TERM !== 'dumb'
}
