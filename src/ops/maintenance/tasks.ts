/** The tasks of the upkeep: when each is due, and what it looks at. */
import { alertNoise, backupStatus, certificateDates, errorsByCause, healthAndKpis } from './checks/daily.ts'
import { followUpsOverdue } from './checks/follow-ups.ts'
import { capacityPlan, incidentTrends, recoveryTest, runbookReview } from './checks/monthly.ts'
import {
  capacityTrend,
  dependencyAdvisories,
  pagesDue,
  performanceAgainstLastWeek,
  versionsBehind,
} from './checks/weekly.ts'
import type { Check } from './section.ts'

export interface MaintenanceTask {
  readonly name: string
  readonly title: string
  /** Minute, hour, day of the month, month, day of the week; in the zone of the business hours. */
  readonly pattern: string
  /** The pattern for people. */
  readonly when: string
  readonly checks: readonly Check[]
}

export const maintenanceTasks = [
  {
    name: 'daily',
    title: 'Daily report',
    pattern: '0 6 * * *',
    when: 'every day at 06:00',
    checks: [healthAndKpis, errorsByCause, alertNoise, backupStatus, certificateDates],
  },
  {
    name: 'weekly',
    title: 'Weekly report',
    pattern: '10 6 * * 1',
    when: 'on Mondays at 06:10',
    checks: [
      dependencyAdvisories,
      versionsBehind,
      capacityTrend,
      performanceAgainstLastWeek,
      pagesDue,
      followUpsOverdue,
    ],
  },
  {
    name: 'monthly',
    title: 'Monthly report',
    pattern: '20 6 1 * *',
    when: 'on the 1st of the month at 06:20',
    checks: [recoveryTest, runbookReview, incidentTrends, followUpsOverdue, capacityPlan],
  },
] as const satisfies readonly MaintenanceTask[]

export type MaintenanceTaskName = (typeof maintenanceTasks)[number]['name']
