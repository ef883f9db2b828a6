/** `autogen-bot backup record|list|forget` */
import { backupNamePattern, backups, dropBackup, reportBackup } from '../../app/service/operate/backup.ts'
import { printable } from '../../domain/text/printable.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { type ServiceFlags, withBackbone } from './with-backbone.ts'

export interface BackupRecordFlags extends ServiceFlags {
  readonly name: string
  readonly result: 'ok' | 'failed'
  readonly every?: string
}

export function backupRecordCommand(flags: BackupRecordFlags, terminal: Terminal): Promise<ExitCode> {
  const everyMs = flags.every === undefined ? null : intervalMs(flags.every)
  if (flags.every !== undefined && everyMs === null) {
    terminal.tell('autogen-bot: --every is a number with m, h or d behind it, e.g. 24h, from 1m to 366d.\n')
    return Promise.resolve(exitCodes.usage)
  }
  if (!backupNamePattern.test(flags.name)) return Promise.resolve(refuseName(terminal))
  return withBackbone(flags, terminal, async (backbone) => {
    const recorded = await reportBackup(backbone, { name: flags.name, result: flags.result, everyMs })
    if (!recorded.ok) {
      terminal.tell(`autogen-bot: ${recorded.failure.message} ${recorded.failure.remedy}\n`)
      return exitCodes.internal
    }
    const { name, result } = recorded.value
    await terminal.answer(`Recorded: ${name} ${result}, due every ${intervalText(recorded.value.everyMs)}.\n`)
    return exitCodes.done
  })
}

export interface BackupListFlags extends ServiceFlags {
  readonly format: 'text' | 'json'
}

export function backupListCommand(flags: BackupListFlags, terminal: Terminal): Promise<ExitCode> {
  return withBackbone(flags, terminal, async (backbone) => {
    const known = await backups(backbone)
    const lines = known.map(({ name, result, at, succeededAt, everyMs }) => {
      const success = succeededAt === null ? 'never' : new Date(succeededAt).toISOString()
      return `${name}: ${result} at ${new Date(at).toISOString()}, last good ${success}, every ${intervalText(everyMs)}\n`
    })
    await terminal.answer(
      flags.format === 'json'
        ? `${JSON.stringify(known, null, 2)}\n`
        : lines.join('') || 'No backup has reported itself: see "autogen-bot backup record --help".\n',
    )
    return exitCodes.done
  })
}

export function backupForgetCommand(
  flags: ServiceFlags & { readonly name: string },
  terminal: Terminal,
): Promise<ExitCode> {
  return withBackbone(flags, terminal, async (backbone) => {
    if (await dropBackup(backbone, flags.name)) {
      await terminal.answer('Forgotten: nobody waits for it any more.\n')
      return exitCodes.done
    }
    terminal.tell(`autogen-bot: no backup is called ${printable(JSON.stringify(flags.name))}.\n`)
    return exitCodes.usage
  })
}

function refuseName(terminal: Terminal): ExitCode {
  terminal.tell('autogen-bot: --name is small letters, digits and `-`, e.g. base.\n')
  return exitCodes.usage
}

const unitsMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }
const intervalMsMax = 366 * 86_400_000

function intervalMs(text: string): number | null {
  const [, count, unit] = /^([1-9][0-9]{0,5})([mhd])$/.exec(text) ?? []
  if (count === undefined || unit === undefined) return null
  const ms = Number(count) * (unitsMs[unit] as number)
  return ms <= intervalMsMax ? ms : null
}

function intervalText(ms: number): string {
  const [unit, size] = Object.entries(unitsMs).findLast(([, one]) => ms % one === 0) ?? ['m', 60_000]
  return `${ms / size}${unit}`
}
