import { describe, expect, test } from 'vitest'
import type { AlertInstance } from '../../domain/alert/alert.ts'
import { summaryOf, summaryTemplate } from './alert-summary.ts'
import { alertRules } from './catalogue.ts'
import { ownAlert } from './own-alert.ts'
import { durationOf } from './prometheus-duration.ts'
import { stretchExpression } from './stretch-expression.ts'

describe('the sentence of an alert', () => {
  test.each([
    ['{percent}', 0.05123, '5.123%'],
    ['{percent}', 1, '100%'],
    ['{percent}', 0.0000004, '4e-05%'],
    ['{percent}', 1234.56, '1.235e+05%'],
    ['{percent}', Number.NaN, 'NaN%'],
    ['{number}', 101.4, '101'],
    ['{number}', Number.POSITIVE_INFINITY, '+Inf'],
    ['{seconds}', 10.04, '10.0 s'],
    ['{duration}', 12.5, '12.5s'],
    ['{duration}', 60, '1m 0s'],
    ['{duration}', 3_725, '1h 2m 5s'],
    ['{duration}', 6 * 86_400 + 1, '6d 0h 0m 1s'],
    ['{duration}', -90, '-1m 30s'],
  ])('%s of %f is %s', (summary, value, text) => {
    expect(summaryOf({ summary }, {}, value)).toBe(text)
  })

  test('labels stand in it by their names, and nothing of a label is read as a template', () => {
    const summary = '{resource} of {instance} is at {percent}.'
    expect(summaryOf({ summary }, { resource: '{percent}' }, 0.9)).toBe('{percent} of  is at 90%.')
    expect(summaryTemplate({ summary })).toBe(
      '{{ $labels.resource }} of {{ $labels.instance }} is at {{ $value | humanizePercentage }}.',
    )
  })

  test('every one is a single line that fits into a message', () => {
    for (const { summary } of alertRules) expect(summary).toMatch(/^[^\n]{20,140}[.]$/)
  })
})

test('windows and waits are stretched, thresholds are not', () => {
  expect(stretchExpression('rate(a[5m]) > 300 and b[1h] < 5', 1 / 60)).toBe('rate(a[5s]) > 300 and b[1m] < 5')
  expect(stretchExpression('rate(a[1m])', 1 / 600)).toBe('rate(a[2s])')
  expect([0, 1_500, 90_000, 5_400_000].map(durationOf)).toEqual(['0s', '1s500ms', '1m30s', '1h30m'])
})

test('an alert by Alertmanager has the labels and the onset that the built-in evaluator gives it', () => {
  const alert: AlertInstance = {
    alert: 'VitalDependencyDown',
    severity: 'P2',
    labels: { dependency: 'store', job: 'autogen-bot', service: 'autogen-bot', team: 'a', cluster: 'eu' },
    summary: 'store cannot be reached.',
    value: null,
    activeAt: 600_000,
    firingAt: 600_000,
    resolvedAt: null,
    source: 'alertmanager',
  }
  expect(ownAlert(alert)).toMatchObject({
    labels: { dependency: 'store' },
    activeAt: 540_000,
    firingAt: 600_000,
  })
  const other = { ...alert, alert: 'NodeDown' }
  expect(ownAlert(other)).toBe(other)
})
