/** `autogen-bot serve` */
import type { Role } from '../../app/service/role.ts'
import { serve } from '../../app/service/serve.ts'
import { printable } from '../../domain/text/printable.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { readConfig, readConfigAgain, type ServiceFlags } from './with-backbone.ts'

export interface ServeFlags extends ServiceFlags {
  readonly role: Role
  readonly host?: string
  readonly port?: string
}

/** The first signal drains, the second one ends at once what still runs. */
export async function serveCommand(flags: ServeFlags, terminal: Terminal): Promise<ExitCode> {
  const more = {
    ...(flags.host === undefined ? {} : { 'http.host': flags.host }),
    ...(flags.port === undefined ? {} : { 'http.port': flags.port }),
  }
  const config = readConfig(flags, terminal, more)
  if (config === null) return exitCodes.usage
  const drain = new AbortController()
  const abort = new AbortController()
  const onSignal = () => (drain.signal.aborted ? abort : drain).abort()
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
  const served = await serve({
    config,
    role: flags.role,
    readDeclared: () => readConfigAgain(flags, more),
    drain: drain.signal,
    abort: abort.signal,
  })
  if (served.ok) return exitCodes.done
  terminal.tell(`autogen-bot: ${printable(`${served.failure.message} ${served.failure.remedy}`)}\n`)
  return exitCodes.usage
}
