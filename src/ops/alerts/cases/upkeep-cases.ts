import { type AlertCase, every, fires, story } from './alert-case.ts'

const backup = (what: string) => `autogen_backup_${what}{instance="a",backup="state"}`
const late = (instance: string) => `autogen_maintenance_late{instance="${instance}",task="daily"}`

export const upkeepCases: readonly AlertCase[] = [
  story(
    'BackupFailed',
    'the check of its integrity fails, the next one is well',
    '10m',
    { [backup('ok')]: '1x3 0x8 1x20' },
    fires('2m', '6m30s', { backup: 'state' }),
  ),
  story('BackupFailed', 'the last one was well', '10m', { [backup('ok')]: '1x40' }),
  every(
    '1m',
    story(
      'BackupMissed',
      'an hourly backup is an hour and a half old',
      '2h',
      {
        [backup('last_success_timestamp_seconds')]: '0x100 6060x40',
        [backup('interval_seconds')]: '3600x140',
      },
      fires('1h31m', '1h41m', { backup: 'state' }),
    ),
  ),
  every(
    '5m',
    story('BackupMissed', 'a daily backup is three hours old', '3h', {
      [backup('last_success_timestamp_seconds')]: '0x40',
      [backup('interval_seconds')]: '86400x40',
    }),
  ),
  story(
    'WalArchiveLate',
    'the archive cannot be written',
    '12m',
    { 'autogen_wal_archive_age_seconds{instance="a"}': '0+30x15 5x20' },
    fires('6m30s', '8m'),
  ),
  story('WalArchiveLate', 'five minutes, as planned', '12m', {
    'autogen_wal_archive_age_seconds{instance="a"}': '0+30x10 0+30x10 0x20',
  }),
  story(
    'ConfigDrift',
    'a file was changed and the process not restarted',
    '10m',
    { 'autogen_config_drift{instance="a"}': '0x3 1x40', 'autogen_config_drift{instance="b"}': '0x40' },
    fires('4m', null, { instance: 'a' }),
  ),
  story('ConfigDrift', 'a change and its restart', '10m', {
    'autogen_config_drift{instance="a"}': '0x3 1x2 stale 0x40',
  }),
  story(
    'MaintenanceLate',
    'the daily task has failed',
    '10m',
    { 'autogen_leader{instance="a"}': '1x40', [late('a')]: '0x3 1x6 0x20' },
    fires('3m', '5m30s', { task: 'daily' }),
  ),
  story('MaintenanceLate', 'a process that led before still says so', '10m', {
    'autogen_leader{instance="a"}': '1x40',
    'autogen_leader{instance="b"}': '0x40',
    [late('a')]: '0x40',
    [late('b')]: '1x40',
  }),
  story(
    'RunbookReviewLate',
    'two pages are due',
    '10m',
    { 'autogen_runbook_pages_overdue{instance="a"}': '0x3 2x40' },
    fires('3m', null),
  ),
  story('RunbookReviewLate', 'none is due', '10m', { 'autogen_runbook_pages_overdue{instance="a"}': '0x40' }),
]
