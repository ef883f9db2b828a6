/**
 * A real Prometheus and a real Alertmanager watch a real bot that does not watch itself, by the rules that we ship, while
 * somebody attacks it: from the first wrong signature to the report, as the engineer on call does it.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import { Client } from 'pg'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import type { IncidentView } from '../../src/app/service/operate/incidents.ts'
import { drillSinceVariable, drillSpeedVariable } from '../../src/app/service/watch/watch-clock.ts'
import type { AlertInstance } from '../../src/domain/alert/alert.ts'
import { ownAlert } from '../../src/ops/alerts/own-alert.ts'
import { readAlertmanager } from '../../src/ops/notifications/receive-alertmanager.ts'
import { autogenBot } from '../world/command-line.ts'
import { eventually } from '../world/eventually.ts'
import { freePort } from '../world/free-port.ts'
import { createHostedWorld, type HostedWorld } from '../world/hosted-world.ts'
import { queryPrometheus, startWatchers, type Watchers } from '../world/prometheus.ts'
import { until } from '../world/until.ts'

vi.setConfig({ testTimeout: 180_000 })

afterEach(() => vi.unstubAllEnvs())

const longMs = 60_000
const attacks = 40
const minuteMs = 60_000

/** Where Alertmanager's messages arrive that go past the bot: the pager and the heartbeat. */
async function startReceiver() {
  const received: { readonly path: string; readonly body: unknown }[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push({ path: request.url ?? '', body: JSON.parse(Buffer.concat(chunks).toString('utf8')) })
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const pages = (): readonly AlertInstance[] =>
    received
      .filter(({ path }) => path === '/pager')
      .flatMap(({ body }) => {
        const read = readAlertmanager(body, Date.now())
        return read.ok ? read.value.alerts : []
      })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pages,
    hasHeartbeat: () => received.some(({ path }) => path === '/heartbeat'),
  }
}

/** Types a command that has to end well. @returns what it answers */
async function type(...words: readonly string[]): Promise<string> {
  const { exitCode, answer, told } = await autogenBot(...words)
  expect({ words, exitCode, told }).toEqual({ words, exitCode: 0, told: '' })
  return answer
}

async function show(id: string): Promise<IncidentView> {
  return JSON.parse(await type('incident', 'show', id, '--format', 'json')) as IncidentView
}

/** A bot whose only watch are Prometheus and Alertmanager, which may tell it alerts and nothing else. */
async function startWatched() {
  const world = await createHostedWorld()
  const ports = { http: await freePort(), metrics: await freePort() }
  const env = {
    ...world.env,
    AUTOGEN_WATCH: 'off',
    AUTOGEN_HTTP_PORT: String(ports.http),
    AUTOGEN_METRICS_PORT: String(ports.metrics),
  }
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  const words = ['--name', 'alertmanager', '--role', 'viewer', '--scope', 'alertmanager']
  const [token = ''] = (await type('access', 'create', ...words)).split('\n')
  await world.serve({ env })
  const url = `http://127.0.0.1:${ports.http}`
  const receiver = await startReceiver()
  const targets = [`127.0.0.1:${ports.metrics}`]
  const watchers = await startWatchers({ targets, botUrl: url, token, outsideUrl: receiver.url })
  const refused = await fetch(`${url}/api/v1/incidents`, { headers: { authorization: `Bearer ${token}` } })
  expect(refused.status).toBe(403)
  return { url, receiver, watchers }
}

async function attack(url: string): Promise<void> {
  for (let sent = 0; sent < attacks; sent += 1) {
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
}

test('a burst of wrong signatures: alert, page, incident with its evidence, mitigation, quiet, resolved, report', async () => {
  const { url, receiver, watchers } = await startWatched()
  await eventually('the bot to be seen', () => seenBy(watchers), longMs)
  await eventually('the heartbeat', receiver.hasHeartbeat, longMs)
  await attack(url)

  const paged = await eventually('the page past the bot', () => receiver.pages()[0], longMs)
  expect(paged).toMatchObject({ alert: 'SecurityIncident', severity: 'P1', resolvedAt: null })
  const id = await eventually('the incident', openedIncident, longMs)
  await expectOpening(id)
  const undo = await workOn(id)
  await quiet(id)
  await takeBack(id, undo)
  await end(id)
  const others = receiver.pages().filter(({ alert, severity }) => severity === 'P1' && alert !== paged.alert)
  expect(others).toEqual([])
})

async function seenBy(watchers: Watchers): Promise<boolean> {
  const counter = 'sum(autogen_security_events_total{kind="bad-signature"})'
  return (await queryPrometheus(watchers, counter)) === 0
}

/** @returns its number, as it is typed */
async function openedIncident(): Promise<string | undefined> {
  return /^ *(\d+) .*SecurityIncident/m.exec(await type('incident', 'list'))?.[1]
}

/** What nobody has to ask for: it is there when the engineer looks. */
async function expectOpening(id: string): Promise<void> {
  const isLookedInto = async () => {
    const view = await show(id)
    return view.timeline.some(({ action }) => action === 'runbook.diagnosed') && view.evidence[0] && view
  }
  const { incident, timeline, evidence, next } = await eventually(
    'evidence and diagnosis',
    isLookedInto,
    longMs,
  )
  expect(incident).toMatchObject({ state: 'OPEN', severity: 'P1', alerts: [{ source: 'alertmanager' }] })
  expect(incident.title).toMatch(/The detector "bad-signature" has struck: \d+ in five minutes\.$/)
  // The same labels as the built-in evaluator gives it: what both tell is one incident.
  expect(incident.alerts.map(({ alert, labels }) => ({ alert, labels }))).toEqual([
    { alert: 'SecurityIncident', labels: { kind: 'bad-signature' } },
  ])
  expect(ownAlert({ ...(incident.alerts[0] as AlertInstance) }).labels).toEqual({ kind: 'bad-signature' })
  const answered = evidence[0]?.probes.filter(({ result }) => result === 'answered').map(({ name }) => name)
  expect(answered).toEqual(expect.arrayContaining(['health', 'errors', 'dependencies', 'changes', 'queue']))

  const ran = timeline.filter(({ action }) => action === 'runbook.ran')
  const verdicts = ran.map(({ detail }) => [detail.step, detail.verdict])
  expect(Object.fromEntries(verdicts)).toMatchObject({
    counts: 'as-expected',
    events: 'as-expected',
    tokens: 'as-expected',
    chain: 'as-expected',
    journal: 'as-expected',
  })
  const counts = JSON.stringify(ran.find(({ detail }) => detail.step === 'counts')?.detail.output)
  expect(counts).toMatch(/autogen_security_events_total\{kind=\\"bad-signature\\"\} [1-9]/)
  expect(next).toEqual([`autogen-bot incident ack ${id}`])
}

/** @returns the entry of the mitigation, by which it is taken back */
async function workOn(id: string): Promise<string> {
  const as = ['--as', 'ann:responder']
  const early = await autogenBot('incident', 'mitigate', id, 'Pray.', ...as)
  expect(early).toMatchObject({ exitCode: 2, told: expect.stringContaining('There is no hypothesis yet') })
  await type('incident', 'ack', id, ...as)
  await type('incident', 'investigate', id, ...as)
  await type('incident', 'hypothesis', id, 'Somebody guesses our secret.', ...as)
  const reason = 'Nothing new while somebody tries.'
  const done = await type('mitigate', 'pause', '--reason', reason, '--incident', id)
  const [, entry = ''] = /mitigate undo ([0-9]+)/.exec(done) ?? []
  const undo = `autogen-bot mitigate undo ${entry}`
  await type('incident', 'mitigate', id, 'Paused the intake.', '--undo', undo, ...as)
  expect(await type('mitigate', 'list')).toContain(`incident ${id}: ${reason}`)
  const rash = await autogenBot('incident', 'resolve', id, ...as)
  expect(rash).toMatchObject({
    exitCode: 2,
    told: expect.stringContaining('after it was mitigated and watched'),
  })
  return entry
}

/** The alert ends where it began: in Prometheus. */
async function quiet(id: string): Promise<void> {
  const hasEnded = async () => (await show(id)).incident.alerts.every(({ resolvedAt }) => resolvedAt !== null)
  await eventually('the end of the alert', hasEnded, longMs)
}

async function takeBack(id: string, entry: string): Promise<void> {
  await type('mitigate', 'undo', entry, '--reason', 'They gave up.', '--incident', id)
  await type('incident', 'monitor', id, '--as', 'ann:responder')
}

async function end(id: string): Promise<void> {
  const as = ['--as', 'ann:responder']
  const early = await autogenBot('incident', 'resolve', id, ...as)
  expect(early).toMatchObject({ exitCode: 2, told: expect.stringMatching(/stay quiet for another \d+ min/) })
  liveLater(16 * minuteMs)
  expect(await type('incident', 'resolve', id, ...as)).toContain('RESOLVED')
  await type('incident', 'review', id, '--cause', 'A stranger without the secret.', ...as)
  const { incident, timeline } = await show(id)
  const resolved = timeline.find(({ action }) => action === 'incident.resolved')
  expect(resolved).toMatchObject({ actor: { name: 'ann' }, detail: { how: 'verified' } })
  expect(incident).toMatchObject({ state: 'REVIEWED', resolvedBy: 'ann' })

  const report = await type('incident', 'report', id)
  expect(report).toMatch(/^# Incident \d+ \(P1\): SecurityIncident/)
  const told = [
    '## Timeline',
    'opened as P1',
    'evidence: health',
    'ran 6 looks of the page security-incident',
    '**ann** acknowledged',
    '**ann** investigates',
    '**ann** hypothesis: Somebody guesses our secret',
    'mitigation.pause-intake',
    '**ann** mitigation: Paused the intake',
    'SecurityIncident ended',
    'mitigation.resume-intake',
    '**ann** mitigated; watches',
    '**ann** resolved; the verification held',
    '**ann** reviewed. Cause: A stranger without the secret',
  ]
  const places = told.map((words) => report.indexOf(words))
  expect(places, report).not.toContain(-1)
  // What happens by itself beside what people do has no fixed place among it.
  const people = told.flatMap((words, at) => (words.startsWith('**ann**') ? [places[at] ?? -1] : []))
  expect(people).toEqual(people.toSorted((one, other) => one - other))
  expect(await type('audit', 'verify')).toMatch(/whole|holds|unbroken/)
}

/** Commands that are typed from here on live so much later: nobody waits for the quiet while of a P1 in a test. */
function liveLater(ms: number): void {
  // At twice the speed, what was so long ago is so far ahead.
  vi.stubEnv(drillSpeedVariable, '2')
  vi.stubEnv(drillSinceVariable, String(Date.now() - ms))
}

test('what is counted over restarts is known before anybody can look: a sum that is added later would be an increase', async () => {
  const world = await createHostedWorld()
  const database = await connect(world)
  await database.query(
    `insert into process_runs (role, host, pid, version, config_hash, config_digests, started_at, last_seen_at, memory_share, group_oom_kills, ended_at, ending, restarts, oom_kills)
     values ('worker', $1, 1, '0', 'a', '{}', $2, $2, 0, 0, $2, 'clean', 7, 3)`,
    [hostname(), new Date(Date.now() - 86_400_000)],
  )
  // Whoever wants to know of earlier runs has to wait: long enough for a port that would not wait for it to open.
  await database.query('begin')
  await database.query('lock table process_runs in access exclusive mode')
  const port = await freePort()
  const look = () => fetch(`http://127.0.0.1:${port}/metrics`).then((answer) => answer.text())
  const env = { AUTOGEN_METRICS_PORT: String(port), AUTOGEN_WATCH: 'off' }
  const started = world.serve({ role: 'worker', env })
  await until(async () => {
    const { rowCount } = await database.query(
      "select from pg_locks where relation = 'process_runs'::regclass and waitstart < clock_timestamp() - interval '1 second'",
    )
    return (rowCount ?? 0) > 0
  }, longMs)
  await expect(look()).rejects.toThrow('fetch failed')

  await database.query('rollback')
  const first = await eventually('the first figures', () => look().catch(() => null), longMs)
  expect(first).toMatch(/^autogen_process_restarts_total 7$/m)
  expect(first).toMatch(/^autogen_process_oom_kills_total 3$/m)
  await started
})

async function connect({ env }: HostedWorld): Promise<Client> {
  const client = new Client({ connectionString: env.DATABASE_URL })
  await client.connect()
  onTestFinished(() => client.end())
  return client
}
