/**
 * Each thing that only happens when somebody tries something (R20), tried on one running service. Each has to be counted,
 * written down, and to fire the alert SecurityIncident, by what the service measures itself; and an incident has to open.
 *
 * The watch's clock runs ten times as fast, so that five minutes of it are half a minute here.
 */
import { createHmac, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createPrometheusMeter } from '../../src/adapters/meter-prometheus/create-meter.ts'
import { openStore } from '../../src/adapters/postgres/open-store.ts'
import { createProcessSandbox } from '../../src/adapters/sandbox/process-sandbox.ts'
import { createAnalysis } from '../../src/analysers/create-analysis.ts'
import { troubledAnalysers } from '../../src/analysers/host/fixtures/troubled-analysers.ts'
import { alertRules } from '../../src/ops/alerts/catalogue.ts'
import { compileRules } from '../../src/ops/alerts/compile-rules.ts'
import { evaluateAlerts } from '../../src/ops/alerts/evaluate-alerts.ts'
import { alertStatesSetting, readStates } from '../../src/ops/alerts/stored-states.ts'
import { indicators } from '../../src/ops/indicators/indicators.ts'
import { createSecurityJournal } from '../../src/ops/security/create-security-journal.ts'
import { holdSeries } from '../../src/ops/series/held-series.ts'
import { metricName } from '../../src/ops/series/labels.ts'
import { silentLog } from '../../src/ports/log/silent-log.ts'
import type { SecurityEventKind } from '../../src/ports/store/security-events.ts'
import type { Store } from '../../src/ports/store/store.ts'
import { plantedPython } from '../hostile/planted.ts'
import { runCommandProcess } from '../world/command-process.ts'
import { eventually } from '../world/eventually.ts'
import { webhookSecret } from '../world/hosted-world.ts'
import { shareService } from './hostile-service.ts'

vi.setConfig({ testTimeout: 120_000 })

const shared = shareService({
  env: { AUTOGEN_DRILL_SPEED: '10', AUTOGEN_DRILL_SINCE: String(Date.now()) },
  allows: { errors: ['the journal was tampered with', 'job given up'] },
})

const signOf = (body: string) => `sha256=${createHmac('sha256', webhookSecret).update(body).digest('hex')}`

/** As GitHub would, but for what the headers say otherwise. */
async function sendWebhook(body: string, headers: Readonly<Record<string, string>> = {}): Promise<number> {
  const { url, app } = shared()
  const answer = await fetch(`${url}/webhook`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'star',
      'x-github-delivery': randomUUID(),
      'x-github-hook-installation-target-id': String(app.appId),
      'x-hub-signature-256': signOf(body),
      ...headers,
    },
    body,
  })
  return answer.status
}

/** @param from an address of this machine */
function askApi(token: string, from = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` }
    httpRequest(`${shared().url}/api/v1/session`, { headers, localAddress: from, agent: false })
      .once('response', (answer) => {
        answer.resume()
        resolve(answer.statusCode ?? 0)
      })
      .once('error', reject)
      .end()
  })
}

async function logIn(token: string): Promise<number> {
  const answer = await fetch(`${shared().url}/api/v1/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  })
  return answer.status
}

async function openStoreHere(): Promise<Store> {
  const store = await openStore({ connection: shared().database.config, log: silentLog, poolMax: 2 })
  onTestFinished(() => store.close())
  return store
}

/** As whoever can read the database. */
async function stealCanary(): Promise<string> {
  const rows = await shared().query<{ value: string }>(
    "select value from settings where name = 'security.canary'",
  )
  return String(JSON.parse(rows[0]?.value ?? '""'))
}

/** What the service says that it has counted. */
async function counted(kind: SecurityEventKind): Promise<number> {
  const { metrics } = await shared().service.line(({ msg }) => msg === 'listening')
  const text = await (await fetch(`${metrics}/metrics`)).text()
  return Number(new RegExp(`^autogen_security_events_total\\{kind="${kind}"\\} (\\d+)`, 'm').exec(text)?.[1])
}

async function written(kind: SecurityEventKind): Promise<number> {
  const rows = await shared().query<{ count: string }>(
    'select count(*) from security_events where kind::text = $1',
    [kind],
  )
  return Number(rows[0]?.count)
}

/** Every try has to be refused by itself, and to be seen. */
const attacks: Readonly<Partial<Record<SecurityEventKind, () => Promise<void>>>> = {
  async 'audit-chain-broken'() {
    const { journal } = await openStoreHere()
    const actor = { name: 'mallory', role: 'admin', via: 'cli' } as const
    for (const n of [1, 2, 3])
      await journal.append({ at: n, actor, action: 'test.noted', subject: 'x', incident: null, detail: {} })
    // The table refuses it from everybody but its owner.
    await expect(shared().query("update journal set actor = 'alice'")).rejects.toThrow('only grows')
    await shared().query(`alter table journal disable trigger user;
      update journal set actor = 'alice' where actor = 'mallory' and happened_at = to_timestamp(0.002);
      alter table journal enable trigger user`)
  },

  async 'bad-signature'() {
    const tries = Array.from({ length: 30 }, (_, n) => ({ 'x-hub-signature-256': signOf(`guess ${n}`) }))
    for (const headers of tries) expect(await sendWebhook('{}', headers)).toBe(401)
  },

  async 'guid-replayed'() {
    const guid = { 'x-github-delivery': randomUUID() }
    expect(await sendWebhook('{"action":"created"}', guid)).toBe(202)
    expect(await sendWebhook('{"action":"deleted"}', guid)).toBe(409)
  },

  async 'unknown-app'() {
    expect(await sendWebhook('{}', { 'x-github-hook-installation-target-id': '999999' })).toBe(401)
  },

  /** From an address of their own, because it is held up after ten tries. */
  async 'login-failed'() {
    const answers: number[] = []
    for (let n = 0; n < 15; n += 1) answers.push(await askApi(`agbot_${'a'.repeat(10)}_${n}`, '127.0.0.2'))
    expect(answers).toEqual([...Array(10).fill(401), ...Array(5).fill(429)])
  },

  /** Somebody who has it wants the bot to say it in public, and to open the API with it. */
  async 'canary-leaked'() {
    const { github, app, open } = shared()
    const canary = await stealCanary()
    expect(canary).toMatch(/^ghp_/)
    expect(await askApi(canary)).toBe(401)
    expect(await logIn(webhookSecret)).toBe(401)
    expect(await counted('canary-leaked')).toBe(2)
    const { repo, number } = await open({ name: 'canary', files: { 'a.py': plantedPython } })
    await shared().reviewed(repo, number)
    // Its answer would quote the word that is no command.
    await github.person('mallory').comment(repo, number, `/autogen ${canary}`)
    await eventually('the answer to be refused', async () => (await counted('canary-leaked')) >= 3)
    const jobs = await eventually('the job to end', async () => {
      const rows = await shared().jobs(repo)
      return rows.every(({ state }) => state === 'done' || state === 'dead') && rows
    })
    expect(jobs.at(-1)?.reason).toContain('holds a secret of this service')
    const said = github.pull(repo, number).issueComments.filter(({ user }) => user?.login === app.botLogin)
    expect(JSON.stringify(said)).not.toContain(canary)
    expect(JSON.stringify(shared().service.lines)).not.toContain(canary)
  },

  async 'forbidden-config'() {
    const { repo, number } = await shared().open({
      name: 'forbidden',
      base: { '.autogen-bot.yaml': 'plugins: [./evil.js]\n' },
      files: { 'a.py': plantedPython },
    })
    await shared().reviewed(repo, number)
  },
}

/** From the beginning on: after five minutes of the watch's clock an alert is over. */
async function seeFiring(kinds: readonly SecurityEventKind[]): Promise<readonly string[]> {
  const { settings } = await openStoreHere()
  const seen = new Set<string>()
  const look = async () => {
    const { states } = readStates(await settings.read(alertStatesSetting)) ?? { states: [] }
    for (const { alert, firingAt, labels } of states)
      if (alert === 'SecurityIncident' && firingAt !== null) seen.add(labels.kind ?? '')
    return kinds.every((kind) => seen.has(kind))
  }
  await eventually(`${kinds.join(', ')} to fire`, look, 90_000)
  return [...seen].toSorted()
}

test('each is counted, written down, and fires its alert; an incident is open', async () => {
  const kinds = Object.keys(attacks) as SecurityEventKind[]
  const [firing] = await Promise.all([seeFiring(kinds), ...Object.values(attacks).map((attack) => attack())])
  expect(firing).toEqual(kinds.toSorted())
  for (const kind of kinds) {
    expect({ kind, isCounted: (await counted(kind)) > 0 }).toEqual({ kind, isCounted: true })
    expect({ kind, isWritten: (await written(kind)) > 0 }).toEqual({ kind, isWritten: true })
  }
  const { env } = shared()
  const incidents = await runCommandProcess(['incident', 'list', '--format', 'json'], env)
  for (const kind of kinds) expect(incidents.stdout).toContain(`The detector \\"${kind}\\" has struck`)
  const events = await runCommandProcess(['security', '--last', '1h', '--limit', '1000'], env)
  for (const kind of kinds) expect(events.stdout).toContain(kind)
})

/**
 * Nobody can exchange an analyser of a running service from the outside, so this one is attacked here: the same parts in
 * this process, over the same store.
 */
test('an analyser that reaches out is counted, written down, and fires the alert', async () => {
  const kind = 'sandbox-escape'
  const store = await openStoreHere()
  const meter = createPrometheusMeter(indicators)
  const journal = createSecurityJournal({
    security: store.security,
    clock: { now: Date.now },
    log: silentLog,
    meter,
  })
  const scratchFolder = mkdtempSync(join(tmpdir(), 'autogen-bot-test-detectors-'))
  onTestFinished(() => rmSync(scratchFolder, { recursive: true, force: true }))
  const root = new URL('../..', import.meta.url)
  const analysis = createAnalysis({
    analysers: troubledAnalysers,
    sandbox: createProcessSandbox({ scratchFolder, installFolder: fileURLToPath(root).replace(/\/$/, '') }),
    childrenMax: 1,
    now: () => performance.now(),
    onEscape: ({ analyser, path, what }) =>
      journal.record({ kind, app: null, detail: { analyser, path, what } }),
    hostModule: new URL('src/analysers/host/fixtures/troubled-host.ts', root),
  })
  const sampleOf = async () =>
    (await meter.read()).find((one) => one.labels.kind === kind)?.value ?? Number.NaN
  const before = await sampleOf()
  const text = 'READ /etc/passwd'
  await analysis.analyse(
    [
      {
        path: 'a.sh',
        language: 'shell',
        role: 'code',
        head: text,
        base: null,
        addedLines: [1],
        removedLines: [],
      },
    ],
    { fileTimeMs: 5_000, memoryBytesMax: 400 * 1_048_576 },
    new AbortController().signal,
  )
  const after = await sampleOf()
  expect({ before, rises: after > before }).toEqual({ before: 0, rises: true })
  await eventually('the row', async () => (await written(kind)) > 0)

  const labels = { [metricName]: 'autogen_security_events_total', kind, instance: 'here' }
  const [beganAt, now] = [Date.now() - 10_000, Date.now()]
  const { states } = evaluateAlerts({
    rules: compileRules(alertRules.filter(({ name }) => name === 'SecurityIncident')),
    source: holdSeries([{ labels, times: [beganAt, now], values: [before, after] }]),
    now,
    previous: [],
  })
  expect(states).toMatchObject([{ severity: 'P1', labels: { kind }, firingAt: now }])
})
