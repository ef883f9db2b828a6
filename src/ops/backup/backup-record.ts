/**
 * What backup jobs say of themselves: `autogen-bot backup record` writes it, the backup alerts read it. A job that says
 * nothing is late by its own interval.
 */
import { z } from 'zod'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { Meter } from '../../ports/meter/meter.ts'
import type { Settings } from '../../ports/store/settings.ts'

export interface BackupRecord {
  /** E.g. `base`, `wal`, `config`. */
  readonly name: string
  readonly result: 'ok' | 'failed'
  /** Milliseconds since the epoch. */
  readonly at: number
  /** When it last ended well; null: never. */
  readonly succeededAt: number | null
  /** How often it is to be made. */
  readonly everyMs: number
}

export interface BackupReport {
  readonly name: string
  readonly result: 'ok' | 'failed'
  readonly at: number
  /** Null: as it said before, else once a day. */
  readonly everyMs: number | null
}

export interface RecordFailure {
  readonly message: string
  readonly remedy: string
}

export const backupNamePattern = /^[a-z][a-z0-9-]{0,40}$/
const setting = 'backup.record'
const backupsMax = 50
const racesMax = 20
const dayMs = 86_400_000

const Stored = z.record(
  z.string().regex(backupNamePattern),
  z.object({
    result: z.enum(['ok', 'failed']),
    at: z.number(),
    succeededAt: z.number().nullable(),
    everyMs: z.number().positive(),
  }),
)

/** Several may report at once: who comes second reads again. */
export async function recordBackup(
  settings: Settings,
  { name, result, at, everyMs }: BackupReport,
): Promise<Outcome<BackupRecord, RecordFailure>> {
  for (let races = 0; races < racesMax; races += 1) {
    const before = await settings.read(setting)
    const known = storedIn(before)
    const last = known[name]
    if (last === undefined && Object.keys(known).length >= backupsMax) {
      return fail({
        message: `There are ${backupsMax} kinds of backups already.`,
        remedy: 'Forget one: autogen-bot backup forget --name NAME',
      })
    }
    const record = {
      result,
      at,
      succeededAt: result === 'ok' ? at : (last?.succeededAt ?? null),
      everyMs: everyMs ?? last?.everyMs ?? dayMs,
    }
    if (await settings.replace(setting, before, { ...known, [name]: record }))
      return succeed({ name, ...record })
  }
  return fail({ message: 'Others wrote at the same time, again and again.', remedy: 'Try it once more.' })
}

/** @returns false when there was none of that name */
export async function forgetBackup(settings: Settings, name: string): Promise<boolean> {
  for (let races = 0; races < racesMax; races += 1) {
    const before = await settings.read(setting)
    const { [name]: gone, ...rest } = storedIn(before)
    if (gone === undefined) return false
    if (await settings.replace(setting, before, rest)) return true
  }
  throw new Error('the record of backups was changed again and again')
}

/** By name. */
export async function listBackups(settings: Pick<Settings, 'read'>): Promise<readonly BackupRecord[]> {
  const known = Object.entries(storedIn(await settings.read(setting)))
  return known
    .map(([name, record]) => ({ name, ...record }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
}

/** One that never ended well has the time of its first report as its beginning: it is late from there on. */
export async function showBackups(settings: Pick<Settings, 'read'>, meter: Meter): Promise<void> {
  for (const { name, result, at, succeededAt, everyMs } of await listBackups(settings)) {
    const labels = { backup: name }
    meter.set('autogen_backup_ok', result === 'ok' ? 1 : 0, labels)
    meter.set('autogen_backup_interval_seconds', everyMs / 1000, labels)
    meter.set('autogen_backup_last_success_timestamp_seconds', (succeededAt ?? at) / 1000, labels)
  }
}

function storedIn(value: unknown): z.infer<typeof Stored> {
  const stored = Stored.safeParse(value)
  return stored.success ? stored.data : {}
}
