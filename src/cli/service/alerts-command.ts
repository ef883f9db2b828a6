/** `autogen-bot alerts`, `alerts rules`, `alerts alertmanager` */
import { alertmanagerText, alertOverview, rulesText } from '../../app/service/operate/alerts.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { renderAlerts } from './render-alerts.ts'
import { type ServiceFlags, withBackbone } from './with-backbone.ts'

export interface AlertsFlags extends ServiceFlags {
  readonly format: 'text' | 'json'
}

export function alertsCommand(flags: AlertsFlags, terminal: Terminal): Promise<ExitCode> {
  return withBackbone(flags, terminal, async (backbone) => {
    const overview = await alertOverview(backbone)
    await terminal.answer(
      flags.format === 'json' ? `${JSON.stringify(overview, null, 2)}\n` : renderAlerts(overview, Date.now()),
    )
    return exitCodes.done
  })
}

export interface RulesFlags {
  readonly service?: string
  readonly team?: string
  readonly runbookUrl?: string
}

export async function alertRulesCommand(flags: RulesFlags, terminal: Terminal): Promise<ExitCode> {
  await terminal.answer(rulesText(flags))
  return exitCodes.done
}

export interface AlertmanagerFlags {
  readonly botUrl?: string
  readonly tokenFile?: string
  readonly pagerUrl?: string
  readonly heartbeatUrl?: string
}

export async function alertmanagerCommand(flags: AlertmanagerFlags, terminal: Terminal): Promise<ExitCode> {
  await terminal.answer(alertmanagerText(flags))
  return exitCodes.done
}
