/** `autogen-bot notify list|test|dead|retry` */
import {
  deadNotifications,
  listNotifiers,
  retryNotifications,
  testNotifiers,
} from '../../app/service/operate/notifications.ts'
import { printable } from '../../domain/text/printable.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { jsonText } from '../render/json-text.ts'
import type { Terminal } from '../terminal.ts'
import { cliActor } from './cli-actor.ts'
import { renderDead, renderNotifiers, renderTests } from './render-notifiers.ts'
import { type ServiceFlags, withBackbone } from './with-backbone.ts'

interface Flags extends ServiceFlags {
  readonly format: 'text' | 'json'
}

export function notifyListCommand(flags: Flags, terminal: Terminal): Promise<ExitCode> {
  return withBackbone(flags, terminal, async (backbone) => {
    const list = await listNotifiers(backbone)
    await terminal.answer(flags.format === 'json' ? jsonText(list) : renderNotifiers(list, Date.now()))
    return exitCodes.done
  })
}

export function notifyTestCommand(
  flags: Flags & { readonly notifier?: string },
  terminal: Terminal,
): Promise<ExitCode> {
  return withBackbone(flags, terminal, async (backbone) => {
    const results = await testNotifiers(backbone, flags.notifier ?? null, cliActor())
    if (results === null) {
      const name = printable(JSON.stringify(flags.notifier))
      terminal.tell(`autogen-bot: there is no notifier ${name}; see "autogen-bot notify list".\n`)
      return exitCodes.usage
    }
    await terminal.answer(flags.format === 'json' ? jsonText(results) : renderTests(results))
    return results.every(({ ok }) => ok) ? exitCodes.done : exitCodes.findings
  })
}

export function notifyDeadCommand(flags: Flags, terminal: Terminal): Promise<ExitCode> {
  return withBackbone(flags, terminal, async (backbone) => {
    const dead = await deadNotifications(backbone)
    await terminal.answer(flags.format === 'json' ? jsonText(dead) : renderDead(dead, Date.now()))
    return exitCodes.done
  })
}

export function notifyRetryCommand(
  messages: readonly string[],
  flags: Flags & { readonly all: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  const ids = messages.filter((text) => /^[1-9][0-9]{0,14}$/.test(text)).map(Number)
  if (flags.all === messages.length > 0 || ids.length !== messages.length) {
    terminal.tell('autogen-bot: give the numbers of messages, as in "notify dead", or --all for every one.\n')
    return Promise.resolve(exitCodes.usage)
  }
  return withBackbone(flags, terminal, async (backbone) => {
    const retried = await retryNotifications(backbone, flags.all ? null : ids, cliActor())
    const text = `${retried} ${retried === 1 ? 'message waits' : 'messages wait'} again.\n`
    await terminal.answer(flags.format === 'json' ? jsonText({ retried }) : text)
    return exitCodes.done
  })
}
