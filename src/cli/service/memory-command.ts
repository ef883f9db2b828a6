/** `autogen-bot memory`, `autogen-bot memory snapshot` */
import { memoryStatus, takeHeapSnapshot } from '../../app/service/operate/memory.ts'
import { printable } from '../../domain/text/printable.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { cliActor } from './cli-actor.ts'
import { renderMemory, renderSnapshot } from './render-memory.ts'
import { type ServiceFlags, withBackbone } from './with-backbone.ts'

export interface MemoryFlags extends ServiceFlags {
  readonly format: 'text' | 'json'
}

export function memoryCommand(flags: MemoryFlags, terminal: Terminal): Promise<ExitCode> {
  return withBackbone(flags, terminal, async (backbone) => {
    const processes = await memoryStatus(backbone)
    await terminal.answer(
      flags.format === 'json' ? `${JSON.stringify({ processes }, null, 2)}\n` : renderMemory(processes),
    )
    return exitCodes.done
  })
}

export function memorySnapshotCommand(
  flags: MemoryFlags & { readonly instance?: string },
  terminal: Terminal,
): Promise<ExitCode> {
  return withBackbone(flags, terminal, async (backbone) => {
    terminal.tell('Asking; the process finishes its jobs first, and then stands still while it writes.\n')
    const { signal } = new AbortController()
    const taken = await takeHeapSnapshot(backbone, {
      instance: flags.instance ?? null,
      actor: cliActor(),
      signal,
    })
    if (!taken.ok) {
      terminal.tell(`autogen-bot: ${printable(`${taken.failure.message} ${taken.failure.remedy}`)}\n`)
      return exitCodes.usage
    }
    await terminal.answer(
      flags.format === 'json' ? `${JSON.stringify(taken.value, null, 2)}\n` : renderSnapshot(taken.value),
    )
    return exitCodes.done
  })
}
