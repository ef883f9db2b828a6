/** A real Prometheus and a real Alertmanager watch a real bot, by the rules that we ship, while somebody attacks it. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { ownAlert } from '../../src/ops/alerts/own-alert.ts'
import { readAlertmanager } from '../../src/ops/notifications/receive-alertmanager.ts'
import { eventually } from '../world/eventually.ts'
import { createHostedWorld } from '../world/hosted-world.ts'
import { queryPrometheus, startWatchers } from '../world/prometheus.ts'

interface Received {
  readonly path: string
  readonly authorization: string | null
  readonly body: unknown
}

/** Where Alertmanager's messages arrive: in the place of the bot, of the pager, of the heartbeat. */
async function startReceiver() {
  const received: Received[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
      received.push({ path: request.url ?? '', authorization: request.headers.authorization ?? null, body })
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const alerts = (path: string) =>
    received
      .filter((one) => one.path === path)
      .flatMap(({ body }) => {
        const read = readAlertmanager(body, Date.now())
        return read.ok ? read.value.alerts : []
      })
  return { url, received, alerts }
}

test('a burst of wrong signatures becomes an alert at the bot and at the pager, and ends', async () => {
  const world = await createHostedWorld()
  const bot = await world.serve({ env: { AUTOGEN_METRICS_PORT: '0' } })
  const { url, metrics } = await bot.line(({ msg }) => msg === 'listening')
  const receiver = await startReceiver()
  const watchers = await startWatchers({
    targets: [new URL(String(metrics)).host],
    botUrl: receiver.url,
    token: 'a token of this test alone',
    outsideUrl: receiver.url,
  })
  const counter = 'sum(autogen_security_events_total{kind="bad-signature"})'
  await eventually('a first look at the bot', async () => (await queryPrometheus(watchers, counter)) === 0)
  await eventually('the heartbeat', () => receiver.received.some(({ path }) => path === '/heartbeat'))

  for (let sent = 0; sent < 40; sent += 1) {
    const response = await fetch(`${url}/webhook`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-github-event': 'push',
        'x-github-delivery': crypto.randomUUID(),
        'x-hub-signature-256': `sha256=${'0'.repeat(64)}`,
      },
      body: '{}',
    })
    expect(response.status).toBe(401)
  }

  const alert = await eventually('the alert', () =>
    receiver.alerts('/api/v1/alertmanager').find((one) => one.alert === 'SecurityIncident'),
  )
  expect(alert).toMatchObject({ severity: 'P1', source: 'alertmanager', resolvedAt: null })
  expect(alert.summary).toMatch(/^The detector "bad-signature" has struck: \d+ in five minutes\.$/)
  // The same labels as the built-in evaluator gives it.
  expect(ownAlert(alert).labels).toEqual({ kind: 'bad-signature' })
  const message = receiver.received.find(({ path }) => path === '/api/v1/alertmanager')
  expect(message?.authorization).toBe('Bearer a token of this test alone')
  await eventually('the page past the bot', () => receiver.alerts('/pager')[0])

  await eventually('the end of the alert', () =>
    receiver
      .alerts('/api/v1/alertmanager')
      .find((one) => one.alert === 'SecurityIncident' && one.resolvedAt !== null),
  )
  const urgent = receiver.alerts('/api/v1/alertmanager').filter(({ severity }) => severity === 'P1')
  expect([...new Set(urgent.map((one) => one.alert))]).toEqual(['SecurityIncident'])
}, 60_000)
