/** The service's processes from start to end, and what is left when one of them is killed at the worst moment. */
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFailed, onTestFinished, test, vi } from 'vitest'
import { signatures } from '../../sim/github/webhooks/sign.ts'
import { openEmbeddedPostgres } from '../../src/adapters/embedded-postgres/embedded-postgres.ts'
import { silentLog } from '../../src/ports/log/silent-log.ts'
import { leftProcesses } from '../hostile/left-processes.ts'
import { eventually } from '../world/eventually.ts'
import { openHalfSentRequest } from '../world/half-sent-request.ts'
import { createHostedWorld, type HostedWorld, webhookSecret } from '../world/hosted-world.ts'
import type { ServiceProcess } from '../world/service-process.ts'
import { openRiskyPull, openShop, openThreads, saidTwice, shop } from '../world/shop.ts'

vi.setConfig({ testTimeout: 120_000 })

const postReview = { method: 'POST', path: /\/pulls\/\d+\/reviews$/ } as const
/** Longer than any of these tests. */
const foreverMs = 600_000
const takeOverMs = 10_000

function says(service: ServiceProcess, message: string, timeMs?: number) {
  return service.line(({ msg }) => msg === message, timeMs)
}

/** Web and worker, and a review that is under way: its comments are being posted. */
async function stopInTheMiddle(world: HostedWorld, kind: 'slow' | 'hang-after', delayMs = foreverMs) {
  const { github } = world
  await openShop(world)
  await world.serve({ role: 'web' })
  await world.serve({ role: 'leader' })
  const worker = await world.serve({ role: 'worker' })
  github.faults.set({ ...postReview, kind, delayMs, times: 1 })
  const number = await openRiskyPull(world)
  await eventually('the comments to be on their way', () => github.faults.hits.get(kind) === 1)
  return { worker, number }
}

function expectOneReview({ github }: HostedWorld, number: number): void {
  const pull = github.pull(shop, number)
  expect(openThreads(pull)).toEqual(['orders.py:5', 'orders.py:9'])
  expect(pull.reviews).toHaveLength(1)
  expect(pull.issueComments).toHaveLength(1)
  expect(saidTwice(pull)).toEqual([])
}

describe('web, worker and leader as processes of their own', () => {
  test('review a pull request, are called by their names, and end when told to', async () => {
    const world = await createHostedWorld()
    await openShop(world)
    const services = new Map<string, ServiceProcess>()
    for (const role of ['web', 'worker', 'leader'] as const) services.set(role, await world.serve({ role }))
    for (const [role, { pid }] of services) {
      expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).toContain(`autogen-bot ${role}`)
    }
    const number = await openRiskyPull(world)
    await world.reviewed(shop, number)
    expectOneReview(world, number)
    for (const service of services.values()) service.signal('SIGTERM')
    for (const service of services.values()) {
      expect(await service.ended()).toBe(0)
      expect(service.lines.map(({ msg }) => msg)).toContain('stopped')
    }
  })

  test('a worker that is told to stop finishes its review first', async () => {
    const world = await createHostedWorld()
    const { worker, number } = await stopInTheMiddle(world, 'slow', 1_500)
    worker.signal('SIGTERM')
    expect(await worker.ended()).toBe(0)
    const told = worker.lines.map(({ msg }) => msg)
    expect(told.indexOf('job finished')).toBeGreaterThan(told.indexOf('draining'))
    expect(told).toContain('stopped')
    await world.reviewed(shop, number)
    expectOneReview(world, number)
  })

  test('a worker that is told twice hands its review back, and another one makes it', async () => {
    const world = await createHostedWorld()
    const { worker, number } = await stopInTheMiddle(world, 'slow')
    await world.serve({ role: 'worker' })
    worker.signal('SIGTERM')
    await says(worker, 'draining')
    worker.signal('SIGTERM')
    expect(await worker.ended()).toBe(0)
    expect(worker.lines.map(({ msg }) => msg)).toContain('stopped')
    await world.reviewed(shop, number)
    expectOneReview(world, number)
  })

  test('a worker killed after its comments were posted and before it heard so: another one finishes, nothing comes twice', async () => {
    const world = await createHostedWorld()
    const { worker, number } = await stopInTheMiddle(world, 'hang-after')
    const other = await world.serve({ role: 'worker' })
    worker.signal('SIGKILL')
    const killedAt = Date.now()
    await worker.ended()
    await says(other, 'job finished')
    const takenOver = world.github.requests.entries.find(
      ({ method, path, beganMs }) =>
        beganMs > killedAt && method === 'GET' && path === `/repos/${shop}/pulls/${number}`,
    )
    expect((takenOver?.beganMs ?? Number.POSITIVE_INFINITY) - killedAt).toBeLessThan(takeOverMs)
    await world.reviewed(shop, number)
    expectOneReview(world, number)
  })

  test('a leader that is killed is followed by the next', async () => {
    const world = await createHostedWorld()
    const first = await world.serve({ role: 'leader' })
    await says(first, 'leading')
    const second = await world.serve({ role: 'leader' })
    first.signal('SIGKILL')
    await says(second, 'leading', takeOverMs)
  })

  test('a leader that stops gives its office back at once', async () => {
    const world = await createHostedWorld()
    const first = await world.serve({ role: 'leader' })
    await says(first, 'leading')
    const second = await world.serve({ role: 'leader' })
    expect(second.lines.some(({ msg }) => msg === 'leading')).toBe(false)
    first.signal('SIGTERM')
    expect(await first.ended()).toBe(0)
    await says(second, 'leading', takeOverMs)
  })
})

describe('webhooks', () => {
  const ping = JSON.stringify({ zen: 'Keep it logically awesome.', hook_id: 1 })

  function headersOf(world: HostedWorld, guid: string, secret = webhookSecret): Record<string, string> {
    return {
      'content-type': 'application/json',
      'x-github-delivery': guid,
      'x-github-event': 'ping',
      'x-github-hook-installation-target-id': String(world.app.appId),
      'x-github-hook-installation-target-type': 'integration',
      ...signatures(secret, ping),
    }
  }

  test('one that is half sent when the process is told to stop is answered', async () => {
    const world = await createHostedWorld()
    const web = await world.serve({ role: 'web' })
    const { url } = await says(web, 'listening')
    const guid = '3f0d7d4e-6c1b-4d0e-9a39-1f2f3a4b5c6d'
    const half = await openHalfSentRequest(`${url}/webhook`, headersOf(world, guid), ping)
    web.signal('SIGTERM')
    await says(web, 'draining')
    expect(await half.finish()).toBe(202)
    expect(await web.ended()).toBe(0)
    expect(web.lines.map(({ msg }) => msg)).toContain('stopped')
  })

  test('during a rotation both secrets are good, and no third one', async () => {
    const world = await createHostedWorld()
    const web = await world.serve({
      role: 'web',
      env: { AUTOGEN_WEBHOOK_SECRET: 'the next secret', AUTOGEN_WEBHOOK_SECRET_PREVIOUS: webhookSecret },
    })
    const { url } = await says(web, 'listening')
    const send = async (secret: string, guid: string) =>
      (await fetch(`${url}/webhook`, { method: 'POST', headers: headersOf(world, guid, secret), body: ping }))
        .status
    expect(await send(webhookSecret, '11111111-6c1b-4d0e-9a39-1f2f3a4b5c6d')).toBe(202)
    expect(await send('the next secret', '22222222-6c1b-4d0e-9a39-1f2f3a4b5c6d')).toBe(202)
    expect(await send('another secret', '33333333-6c1b-4d0e-9a39-1f2f3a4b5c6d')).toBe(401)
  })
})

test('/health says 503 while the store is away, and 200 when it is back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'autogen-bot-test-store-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const open = async () => {
    const opened = await openEmbeddedPostgres({ folder, log: silentLog })
    if (!opened.ok) throw new Error(opened.failure.message)
    return opened.value
  }
  let store = await open()
  onTestFinished(async () => void (await store.stop()))
  const world = await createHostedWorld()
  const service = await world.serve({ env: { DATABASE_URL: store.url } })
  const { url, metrics } = await says(service, 'listening')
  const status = async (path: string) => (await fetch(path)).status
  for (const address of [url, metrics])
    await eventually('health', async () => (await status(`${address}/health`)) === 200)

  await store.stop()
  for (const address of [url, metrics])
    await eventually('no health', async () => (await status(`${address}/health`)) === 503)
  expect(await status(`${url}/ready`)).toBe(503)
  expect(await status(`${url}/live`)).toBe(200)
  await openShop(world)
  const number = await openRiskyPull(world)
  await world.github.settled()
  expect(world.github.deliveries(world.app.appId).at(-1)?.statusCode).toBe(503)

  store = await open()
  for (const address of [url, metrics])
    await eventually('health again', async () => (await status(`${address}/health`)) === 200)
  await world.reviewed(shop, number)
  expectOneReview(world, number)
})

test('with nothing but a data folder it brings its own database, and leaves nothing running', async () => {
  const world = await createHostedWorld()
  const folder = world.env.AUTOGEN_DATA_FOLDER ?? ''
  onTestFailed(() => endDatabaseIn(folder))
  // Started by root, the server runs as somebody else, who has to get through to its data.
  chmodSync(folder, 0o711)
  const service = await world.serve({ env: { DATABASE_URL: '' } })
  await openShop(world)
  const number = await openRiskyPull(world)
  await world.reviewed(shop, number)
  expectOneReview(world, number)
  expect(leftProcesses(service.pid, folder).length).toBeGreaterThan(1)
  service.signal('SIGTERM')
  expect(await service.ended()).toBe(0)
  expect(service.lines.map(({ msg }) => msg)).toContain('stopped')
  await eventually('every process to be gone', () => leftProcesses(service.pid, folder).length === 0)
  expect(socketsBelow(folder)).toEqual([])
})

/** What a service that was killed by this test's failure has left running. */
async function endDatabaseIn(folder: string): Promise<void> {
  const opened = await openEmbeddedPostgres({ folder: join(folder, 'postgres'), log: silentLog })
  if (opened.ok) await opened.value.stop()
}

function socketsBelow(folder: string): readonly string[] {
  return readFileSync('/proc/net/unix', 'utf8')
    .split('\n')
    .filter((line) => line.includes(folder))
}
