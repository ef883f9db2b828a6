import fc from 'fast-check'
import { expect, test } from 'vitest'
import { alertKey } from '../../domain/alert/alert.ts'
import { createReceiveAlertmanager, readAlertmanager } from './receive-alertmanager.ts'

const now = Date.parse('2026-11-23T09:00:00Z')

function payload(...alerts: readonly unknown[]) {
  return {
    version: '4',
    groupKey: '{}:{alertname="ServiceDown"}',
    truncatedAlerts: 0,
    status: 'firing',
    receiver: 'autogen-bot',
    groupLabels: { alertname: 'ServiceDown' },
    commonLabels: {},
    commonAnnotations: {},
    externalURL: 'http://alertmanager:9093',
    alerts,
  }
}

function alert(but: object = {}) {
  return {
    status: 'firing',
    labels: { alertname: 'ServiceDown', severity: 'P1', instance: 'web-1' },
    annotations: { summary: 'It does not answer.', value: '0.25' },
    startsAt: '2026-11-23T08:55:00.123456789Z',
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus:9090/graph',
    fingerprint: 'c1b2',
    ...but,
  }
}

test('what fires and what has ended, as the built-in evaluator would say it', () => {
  const read = readAlertmanager(
    payload(alert(), alert({ status: 'resolved', endsAt: '2026-11-23T08:58:00Z' })),
    now,
  )
  expect(read).toMatchObject({
    ok: true,
    value: {
      alerts: [
        {
          alert: 'ServiceDown',
          severity: 'P1',
          labels: { instance: 'web-1' },
          summary: 'It does not answer.',
          value: 0.25,
          firingAt: Date.parse('2026-11-23T08:55:00.123Z'),
          resolvedAt: null,
          source: 'alertmanager',
        },
        { resolvedAt: Date.parse('2026-11-23T08:58:00Z') },
      ],
      leftOut: { count: 0 },
    },
  })
  if (!read.ok) return
  const [one, other] = read.value.alerts
  expect(one && other && alertKey(one) === alertKey(other)).toBe(true)
})

test('labels made to hurt are bounded; one that is no alert keeps no other out', () => {
  const labels = { alertname: '../../etc/passwd', severity: 'P1' }
  const long = { alertname: 'QueueBacklog', severity: 'warning', evil: `\u202e<b>\n${'x'.repeat(5_000)}` }
  const read = readAlertmanager(payload(alert({ labels }), alert({ labels: long }), 'nonsense', null), now)
  expect(read).toMatchObject({
    value: { alerts: [{ alert: 'QueueBacklog', severity: 'P3' }], leftOut: { count: 3 } },
  })
  if (!read.ok) return
  const evil = read.value.alerts[0]?.labels.evil ?? ''
  expect(evil.length).toBeLessThanOrEqual(500)
  expect(evil).not.toMatch(/[\u202e\n]/)
  expect(read.value.leftOut.reason).toBe('alertname is not the name of an alert')
})

test.each([
  ['critical', 'P1'],
  ['p2', 'P2'],
  ['warning', 'P3'],
  [undefined, 'P3'],
])('the severity %s is %s', (severity, expected) => {
  const labels = { alertname: 'A', ...(severity === undefined ? {} : { severity }) }
  expect(readAlertmanager(payload(alert({ labels })), now)).toMatchObject({
    value: { alerts: [{ severity: expected }] },
  })
})

test('the watchdog is no alert to anybody', () => {
  const labels = { alertname: 'Watchdog', severity: 'none' }
  expect(readAlertmanager(payload(alert({ labels })), now)).toMatchObject({
    value: { alerts: [], leftOut: { count: 0 } },
  })
})

test('whatever is sent is read or refused in words, never thrown', () => {
  const noLength = { length: { toString: 0 } }
  expect(readAlertmanager({ ...payload(), alerts: noLength }, now).ok).toBe(false)
  const anything = fc.anything({ withBigInt: false })
  fc.assert(
    fc.property(
      fc.oneof(
        anything,
        fc.array(anything).map((alerts) => ({ ...payload(), alerts })),
      ),
      (value) => {
        const read = readAlertmanager(value, now)
        expect(typeof read.ok).toBe('boolean')
      },
    ),
  )
})

test('what is read goes where the own alerts go; what is not, nowhere', async () => {
  const received: unknown[] = []
  const receive = createReceiveAlertmanager({
    receive: async (alerts) => void received.push(...alerts),
    now: () => now,
  })
  expect(await receive(payload(alert()))).toMatchObject({ ok: true })
  expect(await receive({ version: '3' })).toMatchObject({ ok: false })
  expect(received).toHaveLength(1)
})
