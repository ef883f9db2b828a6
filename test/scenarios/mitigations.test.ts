/** What is switched beside a running service is obeyed by it, said on the pull request, and taken back at once. */
import { expect, test, vi } from 'vitest'
import { runCommandProcess } from '../world/command-process.ts'
import { eventually } from '../world/eventually.ts'
import { createHostedWorld, type HostedWorld } from '../world/hosted-world.ts'
import { openRiskyPull, openShop, shop } from '../world/shop.ts'

vi.setConfig({ testTimeout: 120_000 })

async function type(world: HostedWorld, ...words: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommandProcess(words, world.env)
  expect({ words, exitCode, stderr }).toEqual({ words, exitCode: 0, stderr: '' })
  return stdout
}

test('a paused repository, shed lanes, a louder log: obeyed, and over the moment they are taken back', async () => {
  const world = await createHostedWorld()
  const { github } = world
  await openShop(world)
  const service = await world.serve()
  const url = String((await service.line(({ msg }) => msg === 'listening')).url)

  const [token = ''] = (await type(world, 'access', 'create', '--name', 'ann', '--role', 'responder')).split(
    '\n',
  )
  const api = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  const mitigate = async (mitigation: unknown) => {
    const { status, body } = await api('POST', '/mitigations', { mitigation, reason: 'A storm.' })
    expect([status, body.undo]).toEqual([200, expect.anything()])
    return Number(body.entry)
  }

  await github.settled()
  const told = await type(world, 'mitigate', 'pause-repository', shop, '--reason', 'It floods us.')
  const entry = /mitigate undo ([0-9]+)/.exec(told)?.[1] ?? ''
  await mitigate({ kind: 'set-log-level', level: 'debug', until: Date.now() + 600_000 })
  await api('POST', '/mitigations', { mitigation: { kind: 'pause-intake' }, reason: 'A storm.' })
  // Every process has looked since.
  const listed = await type(world, 'mitigate', 'list')
  expect(listed).toMatch(
    /^Switched:\nintake +PAUSED +ann, .*\nlog-level .*\nrepository\/main\/[0-9]+ +paused .*It floods us\./,
  )
  await service.line(({ switched }) => Array.isArray(switched) && switched.length === 3)
  await mitigate({ kind: 'resume-intake' })

  const number = await openRiskyPull(world)
  await eventually('the pull request to say that it waits', () =>
    github.pull(shop, number).checkRuns.some(({ output }) => output?.title?.includes('switched off')),
  )
  expect(await type(world, 'queue', 'status')).toMatch(/parked +1\n[\s\S]*Its repository is paused/)
  await mitigate({ kind: 'shed-lanes', lanes: ['opened', 'pushed'] })
  expect(await type(world, 'mitigate', 'undo', entry)).toContain('1 job waits again.')
  await service.line(({ reason }) => String(reason).startsWith('Its lane is shed'))
  await mitigate({ kind: 'unshed-lanes', lanes: ['opened', 'pushed'] })
  await world.reviewed(shop, number)

  const rollback = await runCommandProcess(['mitigate', 'rollback', '--reason', 'It is bad.'], world.env)
  expect([rollback.exitCode, rollback.stdout]).toEqual([4, ''])
  expect(rollback.stderr).toContain('nothing was rolled back')
  const audit = (await api('GET', '/audit?limit=100')).body.entries as {
    action: string
    actor: { via: string }
  }[]
  expect(audit.slice(0, 3).map(({ action, actor }) => `${action} ${actor.via}`)).toEqual([
    'mitigation.rollback.failed cli',
    'mitigation.rollback cli',
    'mitigation.unshed-lanes api',
  ])
  expect((await api('GET', '/audit/verification')).body.broken).toBeNull()
})
