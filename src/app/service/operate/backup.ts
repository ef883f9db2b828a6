/** What backup jobs outside of the service say of themselves. */
import type { Outcome } from '../../../domain/outcome.ts'
import {
  type BackupRecord,
  type BackupReport,
  forgetBackup,
  listBackups,
  type RecordFailure,
  recordBackup,
} from '../../../ops/backup/backup-record.ts'
import type { Backbone } from '../backbone.ts'
import { watchClock } from '../watch/watch-clock.ts'

export { backupNamePattern } from '../../../ops/backup/backup-record.ts'

type Parts = Pick<Backbone, 'store'>

export function reportBackup(
  { store }: Parts,
  report: Omit<BackupReport, 'at'>,
): Promise<Outcome<BackupRecord, RecordFailure>> {
  return recordBackup(store.settings, { ...report, at: watchClock().now() })
}

export function backups({ store }: Parts): Promise<readonly BackupRecord[]> {
  return listBackups(store.settings)
}

export function dropBackup({ store }: Parts, name: string): Promise<boolean> {
  return forgetBackup(store.settings, name)
}
