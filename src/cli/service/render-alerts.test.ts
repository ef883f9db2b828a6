import { expect, test } from 'vitest'
import type { AlertStanding } from '../../app/service/operate/alerts.ts'
import { renderAlerts } from './render-alerts.ts'

const now = 1_000_000
const quiet: AlertStanding = {
  alert: 'QueueStuck',
  severity: 'P2',
  requirements: ['R12'],
  page: 'queue-stuck',
  state: 'inactive',
  instances: [],
}

test('what fires comes first, with its figures, its age and its page', () => {
  const full: AlertStanding = {
    ...quiet,
    alert: 'ResourceHigh',
    severity: 'P3',
    page: 'resource-high',
    state: 'firing',
    instances: [
      {
        state: 'firing',
        labels: { instance: 'a\u001b[31m', resource: 'disk' },
        summary: 'disk of a is at 95%; the limit is 80 %.',
        value: 0.95,
        activeAt: now - 3_000_000,
        firingAt: now - 900_000,
        inhibitedBy: ['ResourceExhausted'],
      },
    ],
  }
  const watchdog: AlertStanding = {
    ...quiet,
    alert: 'Watchdog',
    severity: 'none',
    page: 'watchdog',
    state: 'firing',
  }
  const text = renderAlerts({ evaluatedAt: now - 4_000, alerts: [quiet, full, watchdog] }, now)
  expect(text).not.toContain('\u001b')
  expect(text).toMatchInlineSnapshot(`
    "Evaluated 4 s ago.
    1 alert fires, 0 pending.

    FIRING    P3  ResourceHigh           resource-high
              disk of a is at 95%; the limit is 80 %. [instance=a\\u{1b}[31m, resource=disk, fires for 15 min, began 50 min ago; follows from ResourceExhausted]
    firing    -   Watchdog               watchdog
    inactive  P2  QueueStuck             queue-stuck
    "
  `)
})

test('a watch that has stopped does not look like a calm one', () => {
  expect(renderAlerts({ evaluatedAt: null, alerts: [quiet] }, now)).toContain('NOT WATCHED')
  expect(renderAlerts({ evaluatedAt: now - 400_000, alerts: [quiet] }, now)).toContain('STALE')
})
