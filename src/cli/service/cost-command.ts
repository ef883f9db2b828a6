/** `autogen-bot cost` */
import { type CostReport, readCost } from '../../app/service/operate/cost.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { readDuration } from './read-duration.ts'
import { renderCost, renderCostMarkdown } from './render-cost.ts'
import { type ServiceFlags, withBackbone } from './with-backbone.ts'

export interface CostFlags extends ServiceFlags {
  readonly by: CostReport['by']
  readonly since: string
  readonly repository?: string
  readonly format: 'text' | 'json' | 'markdown'
}

export async function costCommand(flags: CostFlags, terminal: Terminal): Promise<ExitCode> {
  const sinceMs = readDuration(flags.since)
  if (sinceMs === null) {
    terminal.tell('autogen-bot: --since takes a length of time: 90s, 30m, 8h or 30d.\n')
    return exitCodes.usage
  }
  if (flags.repository !== undefined && !/^[^/\s]+\/[^/\s]+$/.test(flags.repository)) {
    terminal.tell('autogen-bot: --repository takes an owner and a name: octo/shop.\n')
    return exitCodes.usage
  }
  return withBackbone(flags, terminal, async (backbone) => {
    const report = await readCost(backbone, { by: flags.by, sinceMs, repository: flags.repository ?? null })
    await terminal.answer(textOf(report, flags))
    return exitCodes.done
  })
}

function textOf(report: CostReport, { format, since }: CostFlags): string {
  if (format === 'json') return `${JSON.stringify({ version: 1, ...report }, null, 2)}\n`
  return format === 'markdown' ? renderCostMarkdown(report, since) : renderCost(report, since)
}
