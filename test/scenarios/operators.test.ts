/** What an operator types beside a running service, as processes of their own with its environment. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { runCommandProcess } from '../world/command-process.ts'
import { eventually } from '../world/eventually.ts'
import { createHostedWorld, type HostedWorld } from '../world/hosted-world.ts'
import { openRiskyPull, openShop, saidTwice, shop } from '../world/shop.ts'

vi.setConfig({ testTimeout: 120_000 })

/** Types a command that has to end well. @returns what it answers */
function typing(world: HostedWorld) {
  return async (...words: readonly string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await runCommandProcess(words, world.env)
    expect({ words, exitCode, stderr }).toEqual({ words, exitCode: 0, stderr: '' })
    return stdout
  }
}

async function refusal(world: HostedWorld, ...words: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommandProcess(words, world.env)
  expect({ words, exitCode, stdout }).toEqual({ words, exitCode: 2, stdout: '' })
  return stderr
}

const record = `service:
  owners: [platform]
  contacts:
    - { name: on-call, role: Primary on call, email: oncall@example.com, notifiers: [pager] }
    - { name: manager, role: Engineering manager, email: manager@example.com, notifiers: [pager] }
  escalation:
    - { name: on-call, contacts: [on-call] }
    - { name: engineering-manager, contacts: [manager] }
notifiers:
  - { name: pager, kind: webhook, url: 'http://127.0.0.1:9/page', secretEnv: PAGER_SECRET, channel: true }
`

/** Typed commands know of it; the service does not tell it, for nobody listens there. */
const heartbeat = { AUTOGEN_HEARTBEAT_URL: 'http://127.0.0.1:9/heartbeat' }

/** A file that says who owns the service and who is called; nobody has to be called in these stories. */
function namePeople({ env }: HostedWorld): Readonly<Record<string, string>> {
  const file = join(env.AUTOGEN_DATA_FOLDER ?? '', 'service.yaml')
  writeFileSync(file, record)
  return { AUTOGEN_CONFIG: file, PAGER_SECRET: 'the secret of a pager' }
}

test('a service that lacks what it needs says so and does not start', async () => {
  const world = await createHostedWorld()
  const lacking: readonly (readonly [Record<string, string>, string])[] = [
    [
      { AUTOGEN_APP_ID: '', AUTOGEN_APP_PRIVATE_KEY: '', AUTOGEN_WEBHOOK_SECRET: '' },
      'No GitHub App is configured. Run "autogen-bot setup"',
    ],
    [{ AUTOGEN_WEBHOOK_SECRET: '' }, 'AUTOGEN_WEBHOOK_SECRET_FILE is missing'],
    [{ AUTOGEN_APP_PRIVATE_KEY: '' }, 'AUTOGEN_APP_PRIVATE_KEY_FILE is missing'],
    [{ AUTOGEN_HTTP_PORT: 'many' }, 'AUTOGEN_HTTP_PORT'],
    [{ REDIS_URL: 'ftp://somewhere' }, 'REDIS_URL'],
  ]
  for (const [env, words] of lacking) {
    const { exitCode, stdout, stderr } = await runCommandProcess(['serve'], { ...world.env, ...env })
    expect(stderr).toContain(words)
    expect({ words, exitCode, stdout }).toEqual({ words, exitCode: 2, stdout: '' })
  }
})

test('doctor, queue, github, circuit and feedback tell how a healthy service is', async () => {
  const world = await createHostedWorld()
  const { github } = world
  const people = namePeople(world)
  const type = typing({ ...world, env: { ...world.env, ...people } })
  await openShop(world)
  await world.serve({ env: people })
  const number = await openRiskyPull(world)
  const pull = await world.reviewed(shop, number)

  await type('backup', 'record', '--name', 'base', '--result', 'ok')
  const diagnosis = await typing({ ...world, env: { ...world.env, ...people, ...heartbeat } })('doctor')
  expect(diagnosis).toContain('it is called autogen')
  expect(diagnosis).toContain('/webhook.')
  expect(diagnosis).not.toMatch(/BROKEN|WEAK/)
  expect(await type('doctor')).toContain('WEAK    record    No heartbeat is configured')
  const lonely = await typing(world)('doctor')
  expect(lonely).not.toContain('BROKEN')
  expect(lonely).toContain('WEAK    record    Nobody is named who could be called for a P1.')

  expect(await type('queue', 'status')).toContain(
    'The queue is open.\nwaiting    0\nparked     0\nactive     0\n',
  )
  expect(await type('queue', 'show', '1')).toMatch(/what +review of octo\/shop#1\nstate +done/)
  expect(await type('queue', 'retry', '--all')).toBe('0 jobs wait again.\n')
  expect(await refusal(world, 'queue', 'show', '999')).toContain('there is no job "999"')

  expect(await type('github', 'rate-limit')).toMatch(
    /^main, installation \d+ \(octo\)\n +core +\d+ of \d+ left/,
  )
  const token = (await type('github', 'token')).trim()
  const listed = await fetch(`${github.apiUrl}/installation/repositories`, {
    headers: { authorization: `Bearer ${token}` },
  })
  expect(listed.status).toBe(200)

  expect(await type('github', 'deliveries')).toMatch(/202 +stored +pull_request\.opened/)
  await eventually(
    'every webhook to be known',
    async () => (await type('github', 'deliveries', '--missing')) === 'None.\n',
  )
  const opened = github.deliveries(world.app.appId).find(({ action }) => action === 'opened')
  expect(await type('github', 'redeliver', String(opened?.id))).toBe('GitHub was asked to send 1 again.\n')
  await github.settled()
  expect(saidTwice(github.pull(shop, number))).toEqual([])
  expect(await refusal(world, 'github', 'redeliver')).toContain('give the numbers of deliveries')

  expect(await type('circuit', 'list')).toBe('No breaker has tripped.\n')
  expect(await refusal(world, 'circuit', 'reset', 'repository:main/1')).toContain(
    'there is no breaker repository:main/1',
  )

  expect(await type('feedback')).toBe('Nobody has said anything about a finding yet.\n')
  const finding = /autogen-bot:finding ([0-9a-f]{16})/.exec(pull.threads[0]?.comments[0]?.body ?? '')?.[1]
  await github.person('alice').comment(shop, number, `/autogen dismiss ${finding} the column is trusted`)
  await eventually('the dismissal to count', async () => (await type('feedback')).includes('rejected 1 by 1'))
  expect(await type('feedback', '--repo', shop)).toContain(shop)
  expect(await type('feedback', '--repo', 'octo/nothing')).toBe(
    'Nobody has said anything about a finding yet.\n',
  )
})

test('a job that was given up is shown with its reason, and begun again on request', async () => {
  const world = await createHostedWorld()
  const { github } = world
  const type = typing(world)
  await openShop(world)
  await world.serve({ role: 'web' })
  const hasty = await world.serve({
    role: 'worker',
    env: { AUTOGEN_WORKER_ATTEMPTS_MAX: '1', AUTOGEN_WORKER_JOB_TIME_MS: '1000' },
  })
  github.faults.set({ kind: 'slow', path: /\/pulls\/\d+$/, delayMs: 600_000 })
  const number = await openRiskyPull(world)
  await hasty.line(({ msg }) => msg === 'job given up')
  expect(await type('queue', 'status')).toMatch(
    /dead +1 .*\n[\s\S]*1 +dead +review of octo\/shop#1: It took longer than 1 s\./,
  )
  expect(await type('queue', 'show', '1')).toMatch(/state +dead\n/)

  hasty.signal('SIGTERM')
  expect(await hasty.ended()).toBe(0)
  github.faults.clear()
  await world.serve({ role: 'worker' })
  expect(await type('queue', 'retry', '1')).toBe('1 job waits again.\n')
  await world.reviewed(shop, number)
})

test('webhooks that got lost are listed, and sent again on request', async () => {
  const world = await createHostedWorld()
  const { github } = world
  const type = typing(world)
  await openShop(world)
  await world.serve({ role: 'web' })
  await world.serve({ role: 'worker' })
  await github.settled()
  // No leader runs, who would do the same by itself.
  github.faults.set({ kind: 'drop-delivery' })
  const number = await openRiskyPull(world)
  await github.settled()
  github.faults.clear()
  const missing = await type('github', 'deliveries', '--missing')
  expect(missing).toMatch(/502 +MISSING pull_request\.opened/)
  expect(await type('github', 'redeliver', '--missing')).toMatch(
    /^GitHub was asked to send [1-9]\d* again\.\n$/,
  )
  await world.reviewed(shop, number)
  await eventually(
    'nothing to be missing',
    async () => (await type('github', 'deliveries', '--missing')) === 'None.\n',
  )
})
