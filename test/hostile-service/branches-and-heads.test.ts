/** Branches, heads and repositories that are named to hurt, move, or go away while they are reviewed. */
import { describe, expect, test, vi } from 'vitest'
import { plantedPython, plantedPythonLine } from '../hostile/planted.ts'
import { eventually } from '../world/eventually.ts'
import { owner, shareService } from './hostile-service.ts'

vi.setConfig({ testTimeout: 120_000 })

const shared = shareService()
const files = { 'clone.py': plantedPython }
const threads = (repo: string, number: number) =>
  shared()
    .github.pull(repo, number)
    .threads.map(({ path, line }) => `${path}:${line}`)

const odd = [
  '$(touch canary);`id`|&&>x',
  '--upload-pack=touch',
  'a/..b/...c',
  'ветка/\u202egnp.\u{1f4a9}',
  'refs/pull/1/head',
  'refs/heads/main',
  'HEAD',
  'deadbeefdeadbeefdeadbeefdeadbeefdeadbeef',
  '%2e%2e%2f..%00?x=1#y',
  `l${'o'.repeat(230)}ng`,
  `it's "quoted" \\n`,
  '@{-1}@{upstream}',
] as const

test('branches with odd names are heads and bases like any other', async () => {
  const { github, reviewed } = shared()
  const repo = await github.createRepository({ owner, name: 'odd', files: { 'README.md': '# Odd\n' } })
  github.person('mallory')
  for (const [at, name] of odd.entries())
    await github.pushCommit(repo, name, { [`of-${at}.py`]: plantedPython }, { by: 'mallory' })
  const numbers: number[] = []
  for (const [at, head] of odd.entries()) {
    const base = odd[(at + 1) % odd.length] ?? ''
    numbers.push(await github.openPullRequest({ repo, head, base, author: 'mallory' }))
  }
  for (const [at, number] of numbers.entries()) {
    await reviewed(repo, number)
    expect(threads(repo, number)).toEqual([`of-${at}.py:${plantedPythonLine}`])
  }
})

describe.concurrent('a head', () => {
  test('in a fork is read through the base repository, also when the fork is gone by then', async () => {
    const { github, reviewed } = shared()
    const repo = `${owner}/forked`
    await github.createRepository({ owner, name: 'forked', files: { 'README.md': '# Forked\n' } })
    github.person('mallory')
    const fork = github.fork(repo, 'mallory')
    await github.pushCommit(fork, 'change', files, { by: 'mallory' })
    const number = await github.openPullRequest({ repo, head: 'change', fromFork: fork, author: 'mallory' })
    await reviewed(repo, number)
    expect(threads(repo, number)).toEqual([`clone.py:${plantedPythonLine}`])

    await github.deleteBranch(fork, 'change')
    await github.person(owner).comment(repo, number, '/autogen review full')
    await eventually('the second review', () => github.pull(repo, number).checkRuns.length === 2)
    expect((await reviewed(repo, number)).reviews).toHaveLength(1)
    const git = github.requests.entries.filter(({ path }) => path.startsWith('/git/mallory'))
    expect(git).toEqual([])
  })

  test('that is pushed over during its review has one verdict, that of the last commit', async () => {
    const { github, open, reviewed } = shared()
    const { repo, number } = await open({ name: 'forced', files })
    const base = github.pull(repo, number).base
    for (let at = 0; at < 5; at += 1) {
      const text = `# ${at}\n${plantedPython}`
      await github.pushCommit(
        repo,
        'change',
        { 'clone.py': text },
        { by: 'mallory', parent: base, force: true },
      )
    }
    const pull = await reviewed(repo, number)
    await eventually('every check to end', () =>
      github.checkRuns().every(({ status, url }) => !url.includes('/forced/') || status === 'completed'),
    )
    expect(pull.reviews.length).toBeLessThanOrEqual(2)
    expect(pull.threads.filter(({ isOutdated, isResolved }) => !isOutdated && !isResolved)).toHaveLength(1)
    expect(pull.issueComments).toHaveLength(1)
  })
})

describe.concurrent('a base', () => {
  test('that is deleted is still what the change is compared with', async () => {
    const { github, open, reviewed } = shared()
    const { repo } = await open({ name: 'base-gone', files: { 'README.md': '# Other\n' }, branch: 'release' })
    await github.pushCommit(repo, 'change', files, { by: 'mallory' })
    const number = await github.openPullRequest({ repo, head: 'change', base: 'release', author: 'mallory' })
    await github.deleteBranch(repo, 'release')
    await reviewed(repo, number)
    expect(threads(repo, number)).toEqual([`clone.py:${plantedPythonLine}`])
  })

  test('that is another one after a retarget takes the green away that was got against the first', async () => {
    const { github, open, reviewed } = shared()
    const { repo } = await open({ name: 'retargeted', files, branch: 'soft' })
    await github.pushCommit(repo, 'change', files, { by: 'mallory', parent: github.headOf(repo, 'soft') })
    await github.pushCommit(repo, 'change', { 'fine.py': 'x = 1\n' }, { by: 'mallory' })
    const number = await github.openPullRequest({ repo, head: 'change', base: 'soft', author: 'mallory' })
    expect((await reviewed(repo, number)).checkRuns.at(-1)?.conclusion).toBe('success')
    await github.person('mallory').retarget(repo, number, 'main')
    await eventually('the second check', () => github.pull(repo, number).checkRuns.length > 1)
    const pull = await reviewed(repo, number)
    expect(pull.checkRuns.map(({ conclusion }) => conclusion)).toEqual(['success', 'failure'])
    expect(threads(repo, number)).toEqual([`clone.py:${plantedPythonLine}`])
    expect(pull.issueComments).toHaveLength(1)
  })

  test('that is proposed to two branches does not let the good check of one stand for the other', async () => {
    const { github, open, reviewed } = shared()
    const { repo } = await open({ name: 'proposed-twice', files, branch: 'soft' })
    await github.pushCommit(repo, 'change', files, { by: 'mallory', parent: github.headOf(repo, 'soft') })
    await github.pushCommit(repo, 'change', { 'fine.py': 'x = 1\n' }, { by: 'mallory' })
    const guarded = await github.openPullRequest({ repo, head: 'change', author: 'mallory' })
    await reviewed(repo, guarded)
    const soft = await github.openPullRequest({ repo, head: 'change', base: 'soft', author: 'mallory' })
    await eventually('the second check', () => github.pull(repo, soft).checkRuns.length > 1)
    const { checkRuns } = await reviewed(repo, soft)
    expect(checkRuns.map(({ name, conclusion }) => `${name}: ${conclusion}`)).toEqual([
      'autogen-bot: failure',
      'autogen-bot (into soft): success',
    ])
  })

  test('whose configuration came after the pull request was opened governs it', async () => {
    const { github, open, reviewed } = shared()
    const { repo, number } = await open({ name: 'late-config', files })
    await reviewed(repo, number)
    await github.pushCommit(repo, 'main', { '.autogen-bot.yaml': 'paths:\n  exclude: ["**/*.py"]\n' })
    await github.pushCommit(repo, 'change', { 'notes.txt': 'x\n' }, { by: 'mallory' })
    const pull = await reviewed(repo, number)
    expect(pull.checkRuns[0]?.conclusion).not.toBe('failure')
    expect(pull.issueComments[0]?.body).toContain('Left out on purpose')
  })
})
