/** `autogen-bot service show` */
import { describeService } from '../../app/service/describe-service.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { renderService } from './render-service.ts'
import { readConfig, type ServiceFlags } from './with-backbone.ts'

export async function serviceShowCommand(
  flags: ServiceFlags & { readonly format: 'text' | 'json' },
  terminal: Terminal,
): Promise<ExitCode> {
  const config = readConfig(flags, terminal)
  if (config === null) return exitCodes.usage
  const description = describeService(config, Date.now())
  await terminal.answer(
    flags.format === 'json' ? `${JSON.stringify(description, null, 2)}\n` : renderService(description),
  )
  return exitCodes.done
}
