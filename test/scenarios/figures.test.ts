/** What the service tells of itself while it works: figures, lines of the log, and what it remembers of its own runs. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { autogenBot } from '../world/command-line.ts'
import { eventually } from '../world/eventually.ts'
import { createHostedWorld, owner } from '../world/hosted-world.ts'
import type { ServiceProcess } from '../world/service-process.ts'

vi.setConfig({ testTimeout: 120_000 })

afterEach(() => vi.unstubAllEnvs())

const repo = `${owner}/shop`

/** As the original commands do on `kubectl logs`. */
function grep(pattern: string, { lines }: ServiceProcess): readonly string[] {
  const input = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
  const { stdout } = spawnSync('grep', [pattern], { input, encoding: 'utf8' })
  return stdout.split('\n').filter((line) => line !== '')
}

async function metricsOf(service: ServiceProcess): Promise<string> {
  const { metrics } = await service.line(({ msg }) => msg === 'listening')
  const answer = await fetch(`${metrics}/metrics`)
  return answer.text()
}

/** One sample per line, without those of histograms' buckets. */
function samplesOf(text: string): ReadonlyMap<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !/^#|_bucket\{/.test(line))
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ')
      return [line.slice(0, at), Number(line.slice(at + 1))]
    }),
  )
}

test('every figure is given by what happens, lines are found by the original greps, and a loss is seen', async () => {
  const world = await createHostedWorld()
  const { github, app } = world
  const env = { AUTOGEN_METRICS_PORT: '0' }
  for (const [name, value] of Object.entries(world.env)) vi.stubEnv(name, value)
  const said = await autogenBot('backup', 'record', '--name', 'base', '--result', 'failed', '--every', '12h')
  expect(said).toMatchObject({ exitCode: 0, answer: 'Recorded: base failed, due every 12h.\n' })
  expect(
    await autogenBot('backup', 'record', '--name', 'base', '--result', 'ok', '--every', 'often'),
  ).toMatchObject({
    exitCode: 2,
    told: expect.stringContaining('--every is a number'),
  })
  const service = await world.serve({ env })
  await github.createRepository({ owner, name: 'shop', files: { 'README.md': '# Shop\n' } })
  github.person('alice', { [repo]: 'write' })
  github.install(app.appId, owner, 'all')
  await github.pushCommit(
    repo,
    'eval',
    { 'parse.py': 'def parse(text):\n    return eval(text)\n' },
    { by: 'alice' },
  )
  const number = await github.openPullRequest({ repo, head: 'eval', author: 'alice', title: 'Parse' })
  await world.reviewed(repo, number)

  const samples = await eventually('the figures of the review', async () => {
    const found = samplesOf(await metricsOf(service))
    const isThere =
      found.get('autogen_reviews_total{outcome="published"}') === 1 &&
      found.get('autogen_dependency_up{dependency="github/main",criticality="vital"}') === 1
    return isThere ? found : null
  })
  const value = (name: string) => samples.get(name)
  expect(value('autogen_probe_success')).toBe(1)
  expect(value('autogen_probes_total{result="failed"}')).toBe(0)
  for (const dependency of ['queue', 'dns']) {
    expect(value(`autogen_dependency_up{dependency="${dependency}",criticality="component"}`)).toBe(1)
  }
  expect(value('autogen_dependency_up{dependency="store",criticality="vital"}')).toBe(1)
  for (const stage of ['fetch', 'diff', 'analyse', 'judge', 'publish']) {
    expect(value(`autogen_review_stage_seconds_count{stage="${stage}"}`)).toBe(1)
  }
  expect(value('autogen_event_age_seconds_count')).toBeGreaterThan(0)
  expect(value('autogen_http_requests_total{route="/webhook",class="2xx"}')).toBeGreaterThan(0)
  expect(value('autogen_http_requests_total{route="/probe",class="2xx"}')).toBeGreaterThan(0)
  expect(value('autogen_github_budget_remaining_ratio{app="main",resource="core"}')).toBe(1)
  expect(value('autogen_github_limited_total{app="main",limit="secondary"}')).toBe(0)
  expect(value('autogen_circuits{kind="repository",state="open"}')).toBe(0)
  expect(value('autogen_cache_lookups_total{cache="git-objects",result="miss"}')).toBeGreaterThan(0)
  expect(value('autogen_intake_paused')).toBe(0)
  expect(value('autogen_backup_ok{backup="base"}')).toBe(0)
  expect(value('autogen_backup_interval_seconds{backup="base"}')).toBe(43_200)
  expect(value('autogen_config_drift')).toBe(0)
  expect(value('autogen_process_restarts_total')).toBe(0)
  expect(value('autogen_process_oom_kills_total')).toBe(0)
  expect(value('autogen_memory_bytes{kind="heap_limit"}')).toBeGreaterThan(0)
  expect(value('autogen_resource_utilization_ratio{resource="disk"}')).toBeGreaterThan(0)
  expect([...samples.keys()].filter((name) => name.startsWith('autogen_build_info'))).toHaveLength(1)

  const finished = grep('processing_time', service).map((line) => JSON.parse(line))
  const [review] = finished.filter(({ key }) => String(key).startsWith('review'))
  expect(review).toMatchObject({
    processing_time: expect.any(Number),
    stages: { publish: expect.any(Number) },
  })
  const [webhook] = grep(String(review.delivery).split(' ')[0] ?? '', service)
    .map((line) => JSON.parse(line))
    .filter(({ msg }) => msg === 'webhook')
  expect(webhook).toMatchObject({ request: expect.stringMatching(/^[0-9a-f-]{36}$/), event: 'pull_request' })

  service.signal('SIGKILL')
  await service.ended()
  const folder = mkdtempSync(join(tmpdir(), 'autogen-bot-test-figures-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'service.yaml')
  writeFileSync(file, 'worker:\n  concurrency: 2\n')
  // A minute of the watch is a second.
  const drill = { AUTOGEN_DRILL_SPEED: '60', AUTOGEN_DRILL_SINCE: String(Date.now()) }
  const again = await world.serve({ env: { ...env, ...drill, AUTOGEN_CONFIG: file } })
  expect(await again.line(({ msg }) => msg === 'restarted after a loss')).toMatchObject({
    ending: 'killed',
    of: { pid: service.pid },
  })
  await eventually('the restart is counted', async () => {
    return samplesOf(await metricsOf(again)).get('autogen_process_restarts_total') === 1
  })

  writeFileSync(file, 'worker:\n  concurrency: 3\n')
  expect(await again.line(({ msg }) => msg === 'configuration drifts')).toMatchObject({
    undeclared: ['worker.concurrency'],
    others: [],
  })
  expect(samplesOf(await metricsOf(again)).get('autogen_config_drift')).toBe(1)
})
