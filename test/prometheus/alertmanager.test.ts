/** Who hears of what, judged by Alertmanager's own tool; and that its inhibitions are those of our evaluator. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { alertRules } from '../../src/ops/alerts/catalogue.ts'
import { inhibitorsOf } from '../../src/ops/alerts/inhibitors-of.ts'
import { renderAlertmanager } from '../../src/ops/alerts/render-alertmanager.ts'
import { runTool, scratchFolder } from './tool.ts'

const file = join(import.meta.dirname, '../../deploy/alertmanager/alertmanager.yml')
const text = renderAlertmanager(alertRules)

test('amtool reads it', () => {
  expect(runTool('amtool', 'check-config', file)).toContain('SUCCESS')
})

test('amtool reads it with the addresses of an operator', () => {
  const own = join(scratchFolder(), 'alertmanager.yml')
  const botUrl = 'https://reviews.example.org'
  writeFileSync(own, renderAlertmanager(alertRules, { botUrl, heartbeatUrl: `${botUrl}/?a=1&b="#` }))
  expect(runTool('amtool', 'check-config', own)).toContain('SUCCESS')
})

test.each([
  ['P1', 'autogen-bot-P1', 'ServiceDown'],
  ['P2', 'autogen-bot-P2', 'BackupFailed'],
  ['P3', 'autogen-bot-P3', 'ConfigDrift'],
  ['none', 'heartbeat', 'Watchdog'],
  ['warning', 'autogen-bot', 'SomebodyElsesAlert'],
])('severity %s goes to %s', (severity, receiver, alertname) => {
  const words = [`severity=${severity}`, `alertname=${alertname}`, 'team=a']
  const routed = runTool('amtool', 'config', 'routes', 'test', `--config.file=${file}`, ...words)
  expect(routed.trim()).toBe(receiver)
})

test('every alert goes to the receiver of its severity', () => {
  for (const { name, severity } of alertRules) {
    const words = [`--config.file=${file}`, `severity=${severity}`, `alertname=${name}`]
    const receiver = severity === 'none' ? 'heartbeat' : `autogen-bot-${severity}`
    expect(runTool('amtool', 'config', 'routes', 'test', ...words).trim()).toBe(receiver)
  }
})

const Config = z.object({
  inhibit_rules: z.array(
    z.object({
      source_matchers: z.array(z.string()),
      target_matchers: z.array(z.string()),
      equal: z.array(z.string()),
    }),
  ),
  receivers: z.array(z.object({ name: z.string(), webhook_configs: z.array(z.object({ url: z.string() })) })),
})
const config = Config.parse(parse(text))

describe('inhibitions', () => {
  const places = [
    {},
    { instance: 'a', resource: 'disk' },
    { instance: 'b', resource: 'disk' },
    { backup: 'x' },
  ]

  /** As Alertmanager does it: equality of labels that are missing on both sides holds. */
  function byAlertmanager(source: Labelled, target: Labelled): boolean {
    return config.inhibit_rules.some(
      ({ source_matchers: [from = ''], target_matchers: [to = ''], equal }) =>
        from === `alertname="${source.alert}"` &&
        new RegExp(`^alertname=~"(?:.*\\|)?${target.alert}(?:\\|.*)?"$`).test(to) &&
        equal
          .filter((label) => label !== 'service')
          .every((label) => (source.labels[label] ?? '') === (target.labels[label] ?? '')),
    )
  }
  interface Labelled {
    readonly alert: string
    readonly labels: Readonly<Record<string, string>>
  }

  test('are the same here and there, for every pair of alerts', () => {
    const all = alertRules.flatMap(({ name }) => places.map((labels) => ({ alert: name, labels })))
    let count = 0
    for (const source of all) {
      for (const target of all) {
        const ours = inhibitorsOf(target, [source], alertRules).length > 0
        if (ours) count += 1
        if (ours !== byAlertmanager(source, target)) throw new Error(JSON.stringify({ source, target, ours }))
      }
    }
    expect(count).toBeGreaterThan(100)
  })

  test('no P1 is ever kept back by another alert, but a slow answer by a service that is down', () => {
    const keptBack = alertRules
      .filter(({ severity }) => severity === 'P1')
      .map(({ name }) => [
        name,
        alertRules
          .filter(({ inhibits }) => inhibits.some(({ alerts }) => alerts.includes(name)))
          .map((one) => one.name),
      ])
    expect(Object.fromEntries(keptBack)).toEqual({
      ServiceDown: [],
      SecurityIncident: [],
      ErrorRateCritical: ['ServiceDown'],
      ResponseTimeCritical: ['ServiceDown'],
    })
  })

  test('nothing keeps back what keeps it back', () => {
    const targets = (name: string) =>
      alertRules.find((rule) => rule.name === name)?.inhibits.flatMap(({ alerts }) => alerts) ?? []
    for (const { name } of alertRules) {
      for (const target of targets(name)) expect(targets(target)).not.toContain(name)
    }
  })
})

test('a P1 reaches a pager without the bot: it cannot announce its own death', () => {
  const urls = config.receivers
    .find(({ name }) => name === 'autogen-bot-P1')
    ?.webhook_configs.map(({ url }) => url)
  expect(urls).toEqual(['http://127.0.0.1:3000/api/v1/alertmanager', 'https://pager.example.com/autogen-bot'])
})
