import { expect, test } from 'vitest'
import { createPrometheusMeter } from '../../adapters/meter-prometheus/create-meter.ts'
import type { IncidentTimes } from '../../ports/store/incidents.ts'
import { indicators } from '../indicators/indicators.ts'
import { createShowRecovery } from './show-recovery.ts'

const now = Date.parse('2026-11-23T12:00:00Z')
const minuteMs = 60_000
const dayMs = 1_440 * minuteMs

test('recovery and failures as figures, by severity, and none where there was nothing', async () => {
  const meter = createPrometheusMeter(indicators)
  const show = createShowRecovery(meter)
  const figures = async () =>
    (await meter.render()).text
      .split('\n')
      .filter((line) => /^autogen_(?:recovery|failure_interval)_/.test(line))
  const incident = (severity: IncidentTimes['severity'], minutes: number): IncidentTimes => ({
    id: minutes,
    severity,
    onsetAt: now - 5 * dayMs,
    ackedAt: null,
    mitigatedAt: now - 5 * dayMs + minutes * minuteMs,
    resolvedAt: now - 5 * dayMs + 2 * minutes * minuteMs,
  })
  show([], now, now - 10 * dayMs)
  expect(await figures()).toEqual([])

  show([incident('P1', 10), incident('P1', 20), incident('P3', 99)], now, now - 10 * dayMs)
  expect(await figures()).toEqual([
    'autogen_recovery_seconds{severity="P1",to="mitigated"} 900',
    'autogen_recovery_seconds{severity="P1",to="resolved"} 1800',
    `autogen_failure_interval_seconds{severity="P1"} ${(10 * 86_400 - 1_800) / 2}`,
  ])

  show([], now, now - 10 * dayMs)
  expect(await figures()).toEqual([
    'autogen_recovery_seconds{severity="P1",to="mitigated"} Nan',
    'autogen_recovery_seconds{severity="P1",to="resolved"} Nan',
    'autogen_failure_interval_seconds{severity="P1"} Nan',
  ])
})
