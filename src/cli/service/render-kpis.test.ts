import { expect, test } from 'vitest'
import type { KpiLine } from '../../app/service/operate/kpi.ts'
import { renderKpis } from './render-kpis.ts'

function aLine(but: Partial<KpiLine>): KpiLine {
  return {
    id: 'uptime',
    requirements: ['R5'],
    title: 'Uptime',
    measured: 'As it is.',
    unit: 'share',
    value: 0.99,
    text: '99 %',
    target: '≥ 99.9 %',
    verdict: 'missed',
    isMoreBetter: true,
    parts: [],
    ...but,
  }
}

test('each indicator with value, target and verdict; what has no value says why', () => {
  const kpis = [
    aLine({}),
    aLine({
      title: 'Queue length',
      text: '7',
      target: '≤ 100',
      verdict: 'met',
      parts: [
        { labels: { lane: 'opened' }, value: 7, text: '7' },
        { labels: { lane: 'sw\u001beep' }, value: 0, text: '0' },
      ],
    }),
    aLine({ title: 'Requests', text: '0.5 /s', target: null, verdict: 'no-target' }),
    aLine({ title: 'MTTR', value: null, text: 'There was none.', verdict: 'no-data' }),
  ]
  const to = Date.UTC(2026, 10, 23, 12)
  expect(
    renderKpis({ from: to - 86_400_000, to, observedFrom: to - 3_600_000, kpis }, '24h'),
  ).toMatchInlineSnapshot(`
    "24h until 2026-11-23 12:00:00 UTC, recorded since 2026-11-23 11:00:00 UTC

    indicator      value   target    verdict
    Uptime         99 %    ≥ 99.9 %  MISSED
    Queue length   7       ≤ 100     met
      opened       7
      sw\\u{1b}eep  0
    Requests       0.5 /s            -
    MTTR                   ≥ 99.9 %  no data

    1 of 2 targets are missed.

    Without a value:
      MTTR: There was none.
    "
  `)
})
