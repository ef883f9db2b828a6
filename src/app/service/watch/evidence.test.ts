import { expect, test } from 'vitest'
import { bundleMsMax } from '../../../ops/incidents/collect-evidence.ts'
import { dashboardAt } from './evidence.ts'
import { tickEveryMs } from './incidents.ts'

const minuteMs = 60_000
const onsetAt = Date.UTC(2026, 10, 23, 10)

test('the dashboard shows the time of the incident, with a quarter of an hour around it (R33)', () => {
  const rangeOf = (resolvedAt: number | null) => {
    const { searchParams } = new URL(
      dashboardAt('https://grafana.example.com/d/service?orgId=1&from=now-6h', { onsetAt, resolvedAt }) ?? '',
    )
    return Object.fromEntries(searchParams)
  }
  expect(rangeOf(null)).toEqual({ orgId: '1', from: String(onsetAt - 15 * minuteMs), to: 'now' })
  expect(rangeOf(onsetAt + 40 * minuteMs)).toEqual({
    orgId: '1',
    from: String(onsetAt - 15 * minuteMs),
    to: String(onsetAt + 55 * minuteMs),
  })
  expect(dashboardAt(null, { onsetAt, resolvedAt: null })).toBeNull()
})

test('the leader looks, and all probes end, within the ten seconds of R30', () => {
  expect(tickEveryMs + bundleMsMax).toBeLessThan(10_000)
})
