/** `autogen-bot circuit list|reset` */
import { circuitName, circuitText } from '../../app/service/circuit-text.ts'
import { printable } from '../../domain/text/printable.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { ago } from './render-queue.ts'
import { type ServiceFlags, withBackbone } from './with-backbone.ts'

export function circuitListCommand(
  flags: ServiceFlags & { readonly format: 'text' | 'json' },
  terminal: Terminal,
): Promise<ExitCode> {
  return withBackbone(flags, terminal, async ({ circuits }) => {
    const all = await circuits.list()
    const now = Date.now()
    const rows = all.map(({ name, state, failures, openUntil, reason }) => {
      const until = openUntil !== null && openUntil > now ? `, tries again in ${ago(now, openUntil)}` : ''
      const why = reason === null ? '' : `: ${reason}`
      return printable(
        `${circuitText(name).padEnd(32)} ${state.padEnd(9)} ${failures} failures${until}${why}`,
      )
    })
    const text = rows.length === 0 ? 'No breaker has tripped.\n' : `${rows.join('\n')}\n`
    await terminal.answer(flags.format === 'json' ? `${JSON.stringify(all, null, 2)}\n` : text)
    return exitCodes.done
  })
}

export function circuitResetCommand(
  name: string,
  flags: ServiceFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const parsed = circuitName(name)
  if (parsed === null) {
    terminal.tell(
      'autogen-bot: a breaker is named as in "autogen-bot circuit list", e.g. repository:main/42.\n',
    )
    return Promise.resolve(exitCodes.usage)
  }
  return withBackbone(flags, terminal, async ({ circuits }) => {
    if (!(await circuits.reset(parsed))) {
      terminal.tell(`autogen-bot: there is no breaker ${printable(name)}; see "autogen-bot circuit list".\n`)
      return exitCodes.usage
    }
    await terminal.answer('Closed: the next job goes through.\n')
    return exitCodes.done
  })
}
