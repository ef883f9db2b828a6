/** What the operators' commands have in common: read the settings, reach store and queue, tell what is wrong, let go. */
import type { Backbone } from '../../app/service/backbone.ts'
import { loadServiceConfig } from '../../app/service/load-service-config.ts'
import { openBackbone } from '../../app/service/open-backbone.ts'
import type { ServiceConfig } from '../../config/service/service-config.ts'
import type { ServiceKey } from '../../config/service/service-options.ts'
import { fail, type Outcome } from '../../domain/outcome.ts'
import { printable } from '../../domain/text/printable.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'

type Flags = Readonly<Partial<Record<ServiceKey, string>>>

export interface ServiceFlags {
  readonly config?: string
  readonly dataFolder?: string
}

/** Tells what is wrong with the settings and gives null, or gives them. */
export function readConfig(flags: ServiceFlags, terminal: Terminal, more: Flags = {}): ServiceConfig | null {
  const config = load(flags, more)
  if (config.ok) return config.value
  for (const { where, wrong, mend } of config.failure) {
    terminal.tell(`autogen-bot: ${printable(`${where}: ${wrong} - ${mend}`)}\n`)
  }
  return null
}

/** The settings as they are declared now; the failure in one sentence that names places, never values. */
export function readConfigAgain(flags: ServiceFlags, more: Flags): Outcome<ServiceConfig, string> {
  const config = load(flags, more)
  if (config.ok) return config
  return fail(config.failure.map(({ where, wrong }) => `${where} ${wrong}`).join('; '))
}

function load(flags: ServiceFlags, more: Flags): ReturnType<typeof loadServiceConfig> {
  return loadServiceConfig({
    file: flags.config ?? null,
    flags: { ...(flags.dataFolder === undefined ? {} : { dataFolder: flags.dataFolder }), ...more },
  })
}

export async function withBackbone(
  flags: ServiceFlags,
  terminal: Terminal,
  use: (backbone: Backbone) => Promise<ExitCode>,
): Promise<ExitCode> {
  const config = readConfig(flags, terminal)
  if (config === null) return exitCodes.usage
  const opened = await openBackbone(config, { role: 'command', logLevel: 'silent' })
  if (!opened.ok) {
    terminal.tell(`autogen-bot: ${opened.failure.message} ${opened.failure.remedy}\n`)
    return exitCodes.usage
  }
  try {
    return await use(opened.value)
  } finally {
    await opened.value.close()
  }
}
