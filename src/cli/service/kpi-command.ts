/** `autogen-bot kpi` */
import { type KpiWindow, kpiWindows, readKpis } from '../../app/service/operate/kpi.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { renderKpis } from './render-kpis.ts'
import { type ServiceFlags, withBackbone } from './with-backbone.ts'

export interface KpiFlags extends ServiceFlags {
  readonly window: KpiWindow
  readonly format: 'text' | 'json'
}

export function kpiCommand(flags: KpiFlags, terminal: Terminal): Promise<ExitCode> {
  return withBackbone(flags, terminal, async (backbone) => {
    const status = await readKpis(backbone, kpiWindows[flags.window])
    await terminal.answer(
      flags.format === 'json'
        ? `${JSON.stringify({ version: 1, window: flags.window, ...status }, null, 2)}\n`
        : renderKpis(status, flags.window),
    )
    return exitCodes.done
  })
}
