/** The service record as people ask for it: with what is missing in it, and whether it is business hours now. */
import type { ServiceConfig } from '../../config/service/service-config.ts'
import type { ServiceRecord } from '../../config/service/service-record.ts'
import { createBusinessCalendar } from '../../ops/service/business-hours.ts'
import { findServiceGaps, type ServiceGap } from '../../ops/service/service-gaps.ts'
import type { Diagnosis } from './diagnosis.ts'

export interface ServiceDescription {
  readonly record: ServiceRecord
  /** Names of the ways to reach people. */
  readonly notifiers: readonly string[]
  readonly isBusinessHour: boolean
  readonly nextOpening: number
  readonly gaps: readonly ServiceGap[]
}

type DescribedConfig = Pick<ServiceConfig, 'service' | 'notifiers' | 'heartbeat'>

export function describeService(
  { service, notifiers, heartbeat }: DescribedConfig,
  now: number,
): ServiceDescription {
  const calendar = createBusinessCalendar(service.businessHours)
  return {
    record: service,
    notifiers: notifiers.map(({ name }) => name),
    isBusinessHour: calendar.isOpen(now),
    nextOpening: calendar.nextOpening(now),
    gaps: findServiceGaps(service, { notifiers, hasHeartbeat: heartbeat !== null }, now),
  }
}

/** For the doctor. */
export function diagnoseService(config: DescribedConfig, now: number): readonly Diagnosis[] {
  const { gaps } = describeService(config, now)
  if (gaps.length === 0)
    return [
      {
        subject: 'record',
        verdict: 'good',
        found: 'Owners, contacts, escalation and heartbeat are complete.',
        remedy: null,
      },
    ]
  return gaps.map(({ missing, remedy }) => ({ subject: 'record', verdict: 'weak', found: missing, remedy }))
}
