/** Memory and maintenance of a service that runs, as an operator asks for them on the command line. */
import { readFileSync, readlinkSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { autogenBot } from '../world/command-line.ts'
import { eventually } from '../world/eventually.ts'
import { createHostedWorld, owner } from '../world/hosted-world.ts'

vi.setConfig({ testTimeout: 120_000 })

afterEach(() => vi.unstubAllEnvs())

const repo = `${owner}/shop`

interface MemoryAnswer {
  readonly processes: readonly {
    readonly report: { readonly instance: string; readonly heap: Readonly<Record<string, unknown>> }
    readonly ageMs: number
  }[]
}

test('a process tells its memory, writes its heap when it is asked, and then goes on working', async () => {
  const world = await createHostedWorld()
  const { github, app } = world
  const folder = world.env.AUTOGEN_DATA_FOLDER ?? ''
  const link = join(folder, 'link.hprof')
  const env = { AUTOGEN_METRICS_PORT: '0', AUTOGEN_HEAP_LINK: link }
  for (const [name, value] of Object.entries({ ...world.env, ...env })) vi.stubEnv(name, value)

  expect(await autogenBot('memory')).toMatchObject({ answer: expect.stringContaining('is it running?') })
  expect(await autogenBot('memory', 'snapshot')).toMatchObject({ exitCode: 2 })

  const service = await world.serve({ env })
  const instance = `${hostname()}/${service.pid}`
  await github.createRepository({ owner, name: 'shop', files: { 'README.md': '# Shop\n' } })
  github.person('alice', { [repo]: 'write' })
  github.install(app.appId, owner, 'all')
  await service.line(({ msg }) => msg === 'listening')

  const processes = await eventually('the first report of the process', async () => {
    const told = await autogenBot('memory', '--format', 'json')
    const answer = JSON.parse(told.answer) as MemoryAnswer
    return answer.processes.length > 0 ? answer.processes : null
  })
  expect(processes).toMatchObject([{ report: { instance, heap: { limitSetBy: 'node' } } }])

  const snapshot = await autogenBot('memory', 'snapshot', '--instance', String(service.pid))
  expect(snapshot).toMatchObject({ exitCode: 0, answer: expect.stringContaining('secrets among it') })
  const { path } = (await service.line(({ msg }) => msg === 'heap snapshot written')) as { path?: string }
  expect(readlinkSync(link)).toBe(path)
  expect(statSync(path ?? '').mode & 0o777).toBe(0o600)
  expect(readFileSync(join(folder, 'heap', 'heapdump.hprof'), 'utf8')).toMatch(/^\{"snapshot":/)

  await github.pushCommit(repo, 'feature', { 'a.md': 'Something new.\n' }, { by: 'alice', message: 'More' })
  await github.openPullRequest({ repo, head: 'feature', author: 'alice', title: 'More' })
  await world.reviewed(repo, 1)

  expect(await autogenBot('memory')).toMatchObject({ answer: expect.stringMatching(/^snapshot .*heap-/m) })
  expect(await autogenBot('maintenance', 'list')).toMatchObject({
    answer: expect.stringMatching(/^daily +in time +every day at 06:00; next /),
  })
  expect(await autogenBot('maintenance', 'report')).toMatchObject({
    told: expect.stringContaining('There is no report yet.'),
  })
  const run = await autogenBot('maintenance', 'run', 'daily', '--format', 'markdown')
  expect(run).toMatchObject({
    exitCode: 0,
    answer: expect.stringMatching(/^# Daily report of autogen-bot, /),
  })
  expect((await autogenBot('maintenance', 'report', 'daily', '--format', 'markdown')).answer).toBe(run.answer)
  expect(await autogenBot('maintenance', 'run', 'hourly')).toMatchObject({
    exitCode: 2,
    told: expect.stringContaining('Use daily, weekly, monthly.'),
  })
  const tried = ['maintenance', 'restore-drill', '--result', 'passed', '--words'] as const
  expect(await autogenBot(...tried, ' ')).toMatchObject({ exitCode: 2 })
  expect(await autogenBot(...tried, 'base, 11 minutes')).toMatchObject({ exitCode: 0 })
  expect((await autogenBot('maintenance', 'run', 'monthly')).answer).toContain(
    ' and passed: base, 11 minutes',
  )
  expect(service.lines.filter(({ level }) => level === 'error')).toEqual([])
})
