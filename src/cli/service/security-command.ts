/** `autogen-bot security`: what the detectors have seen. */
import { listSecurityEvents, type SecurityEvent } from '../../app/service/operate/security.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { jsonText } from '../render/json-text.ts'
import type { Terminal } from '../terminal.ts'
import { readDuration } from './read-duration.ts'
import { renderSecurityEvents } from './render-security.ts'
import { type ServiceFlags, withBackbone } from './with-backbone.ts'

export interface SecurityFlags extends ServiceFlags {
  readonly format: 'text' | 'json'
  readonly last: string
  readonly limit: string
}

const limitMax = 10_000

export function securityCommand(flags: SecurityFlags, terminal: Terminal): Promise<ExitCode> {
  const lastMs = readDuration(flags.last)
  const limit = /^[1-9][0-9]{0,8}$/.test(flags.limit) ? Number(flags.limit) : null
  if (lastMs === null || limit === null) {
    terminal.tell('autogen-bot: --last is a length of time, e.g. 24h; --limit is a number.\n')
    return Promise.resolve(exitCodes.usage)
  }
  return withBackbone(flags, terminal, async (backbone) => {
    const events = await listSecurityEvents(backbone, lastMs, Math.min(limit, limitMax))
    await terminal.answer(textOf(events, flags))
    return exitCodes.done
  })
}

function textOf(events: readonly SecurityEvent[], { format, last }: SecurityFlags): string {
  if (format === 'text') return renderSecurityEvents(events, last)
  return jsonText(events.map((event) => ({ ...event, at: new Date(event.at).toISOString() })))
}
