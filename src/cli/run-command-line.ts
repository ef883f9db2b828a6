/** From words to a command, and from whatever happens in it to an exit code and a sentence. */
import { CommanderError } from 'commander'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { createProgram } from './program.ts'
import { processTerminal, type Terminal } from './terminal.ts'

export async function runCommandLine(
  words: readonly string[],
  terminal: Terminal = processTerminal(),
): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done
  const program = createProgram(terminal, (code) => {
    exitCode = code
  })
  try {
    await program.parseAsync([...words], { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
    terminal.tell(internalFailure(error))
    return exitCodes.internal
  }
}

function internalFailure(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error)
  const trace = process.env.AUTOGEN_DEBUG && error instanceof Error ? `\n${error.stack}` : ''
  return (
    `autogen-bot: this is a fault of autogen-bot itself: ${reason}\n` +
    `Nothing was changed. Run it again with AUTOGEN_DEBUG=1 and report what it prints.${trace}\n`
  )
}
