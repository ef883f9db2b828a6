/** A real Prometheus with its Alertmanager over processes of ours: as fast as it goes, private to one test, gone when it ends. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { alertRules } from '../../src/ops/alerts/catalogue.ts'
import { renderAlertmanager } from '../../src/ops/alerts/render-alertmanager.ts'
import { renderPrometheus } from '../../src/ops/alerts/render-prometheus.ts'
import { renderRules } from '../../src/ops/alerts/render-rules.ts'
import { freePort } from './free-port.ts'
import { until } from './until.ts'

export interface Watchers {
  readonly prometheusUrl: string
  readonly alertmanagerUrl: string
}

export interface WatchersOptions {
  /** `host:port` of each process's metrics. */
  readonly targets: readonly string[]
  readonly botUrl: string
  /** For Alertmanager's messages to the bot. */
  readonly token: string
  /** Takes what goes to the heartbeat and to the pager. */
  readonly outsideUrl: string
}

/** Windows and waits are as much shorter. Prometheus finds its targets after five seconds: what is absent until then must not fire. */
const timeScale = 1 / 30

export async function startWatchers({
  targets,
  botUrl,
  token,
  outsideUrl,
}: WatchersOptions): Promise<Watchers> {
  const folder = mkdtempSync(join(tmpdir(), 'autogen-bot-test-watchers-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const [prometheus, alertmanager] = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`]
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text, { mode: 0o600 })
    return join(folder, name)
  }
  const rulesFile = file('rules.yml', renderRules(alertRules, { timeScale, evaluateEveryMs: 1_000 }))
  const prometheusFile = file(
    'prometheus.yml',
    renderPrometheus({ targets, alertmanagers: [alertmanager], rulesFile, everyMs: 1_000 }),
  )
  const alertmanagerFile = file(
    'alertmanager.yml',
    renderAlertmanager(alertRules, {
      botUrl,
      tokenFile: file('token', token),
      pagerUrl: `${outsideUrl}/pager`,
      heartbeatUrl: `${outsideUrl}/heartbeat`,
      groupWaitMs: 0,
      groupIntervalMs: 1_000,
    }),
  )
  run('prometheus-alertmanager', [
    `--config.file=${alertmanagerFile}`,
    `--storage.path=${join(folder, 'alertmanager')}`,
    `--web.listen-address=${alertmanager}`,
    '--cluster.listen-address=',
  ])
  run('prometheus', [
    `--config.file=${prometheusFile}`,
    `--storage.tsdb.path=${join(folder, 'prometheus')}`,
    `--web.listen-address=${prometheus}`,
    // What was sent before Alertmanager was found would be sent again after a minute.
    '--rules.alert.resend-delay=1s',
  ])
  const watchers = { prometheusUrl: `http://${prometheus}`, alertmanagerUrl: `http://${alertmanager}` }
  for (const url of Object.values(watchers)) await until(async () => (await fetch(`${url}/-/ready`)).ok)
  return watchers
}

/** The value of an expression without labels, or of its only series; null when there is none. */
export async function queryPrometheus(
  { prometheusUrl }: Watchers,
  expression: string,
): Promise<number | null> {
  const response = await fetch(`${prometheusUrl}/api/v1/query?query=${encodeURIComponent(expression)}`)
  const { data } = (await response.json()) as { data: { result: readonly { value: [number, string] }[] } }
  const [first] = data.result
  return first === undefined ? null : Number(first.value[1])
}

function run(program: string, words: readonly string[]): void {
  const child = spawn(program, words, { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-4_000)
  })
  child.once('exit', (code) => {
    if (code !== null && code !== 0) process.stderr.write(`${program} ended with ${code}:\n${said}\n`)
  })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
}
