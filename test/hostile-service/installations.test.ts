/** Installations that are suspended, cut down or gone, and repositories that move or never work, while jobs wait for them. */
import { describe, expect, test, vi } from 'vitest'
import { plantedPython } from '../hostile/planted.ts'
import { runCommandProcess } from '../world/command-process.ts'
import { eventually } from '../world/eventually.ts'
import { type HostileService, type JobRow, shareService } from './hostile-service.ts'

vi.setConfig({ testTimeout: 120_000 })

const shared = shareService({
  allows: { errors: ['job given up'], unfinished: ['gone', 'suspended', 'cut-down', 'broken'] },
})

const over: readonly string[] = ['done', 'dead', 'cancelled']

/** Every job of the repository has come to an end, and none began again. */
async function ended(repo: string): Promise<readonly JobRow[]> {
  const jobs = await eventually(
    `the jobs of ${repo} to end`,
    async () => {
      // What failed is tried again in seconds; here nobody waits for that.
      await shared().query("update jobs set not_before = now() where state = 'parked' and attempts > 0")
      const rows = await shared().jobs(repo)
      return rows.length > 0 && rows.every(({ state }) => over.includes(state)) && rows
    },
    90_000,
  )
  for (const { attempts } of jobs) expect(attempts).toBeLessThanOrEqual(4)
  return jobs
}

/** A person's repository with an installation of its own, and a pull request that waits for its review. */
async function openElsewhere(
  { github, app }: HostileService,
  owner: string,
  act: (installation: number) => void,
  when: 'before' | 'after' = 'after',
) {
  github.person(owner)
  const repo = await github.createRepository({ owner, name: owner, files: { 'README.md': '# Mine\n' } })
  const installation = github.install(app.appId, owner, 'all')
  await github.pushCommit(repo, 'change', { 'a.py': plantedPython }, { by: owner })
  if (when === 'before') act(installation)
  github.faults.set({ kind: 'slow', path: new RegExp(`/${owner}`), delayMs: 1_500, times: 2 })
  const number = await github.openPullRequest({ repo, head: 'change', author: owner })
  await eventually('its job', async () => (await shared().jobs(repo)).length > 0)
  if (when === 'after') act(installation)
  return { repo, number }
}

describe('work for an installation', () => {
  test('that is uninstalled ends', async () => {
    const { github } = shared()
    const { repo } = await openElsewhere(shared(), 'gone', (id) => github.uninstall(id))
    await ended(repo)
  })

  test('that is suspended ends', async () => {
    const { github } = shared()
    const { repo } = await openElsewhere(shared(), 'suspended', (id) => github.suspend(id))
    await ended(repo)
  })

  test('that may do less than it needs ends with words', async () => {
    const { github } = shared()
    const cut = { pull_requests: 'read', contents: 'read', metadata: 'read' } as const
    const act = (id: number) => github.setPermissions(id, cut)
    const { repo } = await openElsewhere(shared(), 'cut-down', act, 'before')
    const jobs = await ended(repo)
    expect(jobs.map(({ reason }) => reason).join()).toMatch(/permission|allowed|may not/i)
  })

  test('that was taken away and put back goes on under its new number', async () => {
    const { github, app, reviewed } = shared()
    github.person('back')
    const repo = await github.createRepository({
      owner: 'back',
      name: 'back',
      files: { 'README.md': '# B\n' },
    })
    const first = github.install(app.appId, 'back', 'all')
    await github.pushCommit(repo, 'change', { 'a.py': plantedPython }, { by: 'back' })
    const number = await github.openPullRequest({ repo, head: 'change', author: 'back' })
    await reviewed(repo, number)
    // The token that the service holds is refused from now on.
    github.uninstall(first)
    await github.pushCommit(repo, 'change', { 'a.py': `# 2\n${plantedPython}` }, { by: 'back' })
    github.install(app.appId, 'back', 'all')
    await github.pushCommit(repo, 'change', { 'b.py': plantedPython }, { by: 'back' })
    const pull = await reviewed(repo, number)
    expect(pull.threads.map(({ path }) => path)).toEqual(['a.py', 'b.py'])
    expect(pull.issueComments).toHaveLength(1)
  })
})

describe('a repository', () => {
  test('that was taken from the installation ends its work', async () => {
    const { github, app } = shared()
    github.person('taken')
    const repo = await github.createRepository({
      owner: 'taken',
      name: 'taken',
      files: { 'README.md': '# T\n' },
    })
    const installation = github.install(app.appId, 'taken', ['taken'])
    await github.pushCommit(repo, 'change', { 'a.py': plantedPython }, { by: 'taken' })
    github.changeInstallation(installation, { remove: ['taken'] })
    const number = await github.openPullRequest({ repo, head: 'change', author: 'taken' })
    await github.settled()
    expect(github.pull(repo, number).issueComments).toEqual([])
  })

  test('that the host never serves trips its own breaker, which operators see, and nobody else’s', async () => {
    const { github, open, reviewed, env, query } = shared()
    const { repo, number } = await open({ name: 'sound', files: { 'a.py': plantedPython } })
    await reviewed(repo, number)
    github.person('broken')
    const broken = await github.createRepository({
      owner: 'broken',
      name: 'broken',
      files: { 'README.md': '# B\n' },
    })
    github.install(shared().app.appId, 'broken', 'all')
    github.faults.set({ kind: 'error-before', path: /^\/git\/broken\// })
    for (const branch of ['one', 'two', 'three']) {
      await github.pushCommit(broken, branch, { 'a.py': plantedPython }, { by: 'broken' })
      await github.openPullRequest({ repo: broken, head: branch, author: 'broken' })
    }
    await eventually(
      'the breaker to open',
      async () => {
        await query(
          "update jobs set not_before = now() where state = 'parked' and position('broken' in task) > 0",
        )
        const { stdout } = await runCommandProcess(['circuit', 'list'], env)
        return stdout
          .split('\n')
          .some((line) => /(?:git|repository)\S*\/\d+/.test(line) && line.includes('open'))
      },
      90_000,
    )
    await github.pushCommit(repo, 'change', { 'a.py': `# 2\n${plantedPython}` }, { by: 'mallory' })
    expect((await reviewed(repo, number)).checkRuns[0]?.conclusion).toBe('failure')
  })
})
