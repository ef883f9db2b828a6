/** The service, told as what people do on a pull request and what they then see there. */
import { describe, expect, test, vi } from 'vitest'
import { eventually } from '../world/eventually.ts'
import { createHostedWorld, type HostedWorld, owner } from '../world/hosted-world.ts'

vi.setConfig({ testTimeout: 120_000 })

const repo = `${owner}/shop`

/** Two findings on lines that the change made, one of them bad. */
const risky = `import sqlite3


def find_orders(db: sqlite3.Connection, customer: str):
    return db.execute(f"SELECT * FROM orders WHERE customer = '{customer}'").fetchall()


def parse(text: str):
    return eval(text)
`
const safe = `import sqlite3


def find_orders(db: sqlite3.Connection, customer: str):
    return db.execute("SELECT * FROM orders WHERE customer = ?", (customer,)).fetchall()


def parse(text: str):
    return eval(text)
`

async function openRisky(world: HostedWorld): Promise<number> {
  const { github, app } = world
  await github.createRepository({ owner, name: 'shop', files: { 'README.md': '# Shop\n' } })
  github.person('alice', { [repo]: 'write' })
  github.install(app.appId, owner, 'all')
  await github.pushCommit(repo, 'orders', { 'orders.py': risky }, { by: 'alice' })
  return github.openPullRequest({ repo, head: 'orders', author: 'alice', title: 'Orders' })
}

/** Git costs no budget; the rest is asked by the leader and for installations, not for a review. */
const listOfPulls = 'GET /repos/:owner/:repo/pulls'
const besidesReviews = [' /git', ' /app', ' /installation/']

/** `path:line first words` of each of our threads that is open. */
function openThreads({ github }: HostedWorld, number: number): readonly string[] {
  return github
    .pull(repo, number)
    .threads.filter(({ isResolved }) => !isResolved)
    .map(({ path, line }) => `${path}:${line}`)
}

describe('a pull request', () => {
  test('is reviewed once, and its push is compared with what was said', async () => {
    const world = await createHostedWorld()
    await world.serve()
    const number = await openRisky(world)
    const first = await world.reviewed(repo, number)
    expect(openThreads(world, number)).toEqual(['orders.py:5', 'orders.py:9'])
    expect(first.reviews).toHaveLength(1)
    expect(first.checkRuns.map(({ conclusion }) => conclusion)).toEqual(['failure'])
    expect(first.issueComments).toHaveLength(1)

    await world.github.pushCommit(repo, 'orders', { 'orders.py': `# Orders\n${safe}` }, { by: 'alice' })
    const second = await world.reviewed(repo, number)
    expect(second.reviews).toHaveLength(1)
    expect(second.issueComments).toHaveLength(1)
    expect(second.issueComments[0]?.body).toContain(second.head.slice(0, 7))
    expect(openThreads(world, number)).toEqual(['orders.py:10'])
    expect(second.threads.find(({ isResolved }) => isResolved)?.resolvedBy).toBe(world.app.botLogin)
  })

  test('asks few things of the host: eight requests for a review, five for the same again', async () => {
    const world = await createHostedWorld()
    await world.serve()
    const number = await openRisky(world)
    await world.reviewed(repo, number)
    const asked = () =>
      world.github.requests.entries
        .filter(({ caller }) => caller === 'autogen')
        .map(({ method, route }) => `${method} ${route}`)
        .filter(
          (request) => request !== listOfPulls && !besidesReviews.some((other) => request.includes(other)),
        )
    const first = asked()
    expect(first.length, first.join('\n')).toBeLessThanOrEqual(8)
    const [run] = world.github.pull(repo, number).checkRuns
    await world.github.person('alice').rerequestCheckRun(Number(run?.id ?? 0))
    await eventually('a second check', () => world.github.pull(repo, number).checkRuns.length === 2)
    await world.reviewed(repo, number)
    const second = asked().slice(first.length)
    expect(second.length, second.join('\n')).toBeLessThanOrEqual(5)
  })

  test('that became a draft before its turn is reviewed once it is ready', async () => {
    const world = await createHostedWorld()
    const { github } = world
    await world.serve({ role: 'web' })
    const number = await openRisky(world)
    await github.settled()
    await github.person('alice').convertToDraft(repo, number)
    await world.serve({ role: 'worker' })
    expect((await world.reviewed(repo, number)).checkRuns.map(({ conclusion }) => conclusion)).toEqual([
      'neutral',
    ])
    await github.person('alice').readyForReview(repo, number)
    await eventually('the review', () =>
      github.pull(repo, number).checkRuns.some(({ conclusion }) => conclusion === 'failure'),
    )
    expect(openThreads(world, number)).toEqual(['orders.py:5', 'orders.py:9'])
  })

  test('of fifty pushes during a review gives one more review, of the last head', async () => {
    const world = await createHostedWorld()
    await world.serve()
    const number = await openRisky(world)
    await eventually('the review to begin', () => world.github.pull(repo, number).checkRuns.length > 0)
    for (let at = 0; at < 50; at += 1) {
      await world.github.pushCommit(repo, 'orders', { 'count.txt': `${at}\n` }, { by: 'alice' })
    }
    const last = await world.reviewed(repo, number)
    expect(last.reviews.length).toBeLessThanOrEqual(2)
    await world.github.settled()
    const heads = new Set(world.github.checkRuns().map(({ head_sha }) => head_sha))
    expect(heads.size).toBeLessThan(10)
    await eventually('every check run to end', () =>
      world.github.checkRuns().every(({ status }) => status === 'completed'),
    )
  })
})

describe('commands on a pull request', () => {
  test('are answered, obeyed, and only for those who may', async () => {
    const world = await createHostedWorld()
    const { github } = world
    await world.serve()
    const number = await openRisky(world)
    await world.reviewed(repo, number)
    const alice = github.person('alice')
    const mallory = github.person('mallory', { [repo]: 'read' })
    const answers = () =>
      github.pull(repo, number).issueComments.filter(({ body }) => body?.includes(':answer '))
    const ask = async (body: string) => {
      const before = answers().length
      await alice.comment(repo, number, body)
      return eventually(`an answer to ${body}`, () => answers()[before]?.body)
    }
    expect(await ask('/autogen help')).toContain('/autogen review')
    expect(await ask('/autogen stauts')).toContain('is not a command')
    expect(await ask('@autogen status')).toContain('last review')
    expect(await ask('/autogen config')).toContain('findingsMax')
    const finding = /autogen-bot:finding ([0-9a-f]{16})/.exec(
      github.pull(repo, number).threads[0]?.comments[0]?.body ?? '',
    )?.[1]
    expect(await ask(`/autogen explain ${finding}`)).toContain('orders.py')

    const said = answers().length
    await mallory.comment(repo, number, `/autogen dismiss ${finding} because`)
    await github.settled()
    expect(await ask(`/autogen dismiss ${finding} the column is trusted`)).toContain('dismissed')
    expect(answers()).toHaveLength(said + 1)
    await eventually('the dismissed thread to be resolved', () => openThreads(world, number).length === 1)
  })
})

describe('a change by nobody', () => {
  test('a pasted marker is nobody’s word: the finding is told all the same', async () => {
    const world = await createHostedWorld()
    const { github } = world
    const number = await openRisky(world)
    await github
      .person('alice')
      .comment(repo, number, '<!-- autogen-bot:summary -->\n<!-- autogen-bot:review -->')
    await world.serve()
    const pull = await world.reviewed(repo, number)
    expect(pull.issueComments.filter(({ user }) => user?.login === world.app.botLogin)).toHaveLength(1)
    expect(pull.threads).toHaveLength(2)
  })

  test('webhooks that were sent while the service was away are fetched', async () => {
    const world = await createHostedWorld()
    const { github } = world
    const service = await world.serve()
    service.signal('SIGKILL')
    await service.ended()
    const number = await openRisky(world)
    await github.settled()
    expect(github.deliveries(world.app.appId).some(({ statusCode }) => statusCode !== 202)).toBe(true)
    await world.serve()
    await world.reviewed(repo, number)
    expect(github.pull(repo, number).reviews).toHaveLength(1)
  })

  test('a configuration with errors is told, and mending it starts the review', async () => {
    const world = await createHostedWorld()
    const { github, app } = world
    await github.createRepository({
      owner,
      name: 'shop',
      files: { '.autogen-bot.yaml': 'limits:\n  filesMx: 1\n' },
    })
    github.install(app.appId, owner, 'all')
    await world.serve()
    await github.pushCommit(repo, 'orders', { 'orders.py': risky }, { by: 'alice' })
    const number = await github.openPullRequest({ repo, head: 'orders', author: 'alice' })
    const pull = await world.reviewed(repo, number)
    expect(pull.checkRuns[0]?.conclusion).toBe('neutral')
    expect(pull.checkRuns[0]?.output.summary).toContain('filesMax')
    await github.pushCommit(repo, 'main', { '.autogen-bot.yaml': 'limits:\n  filesMax: 100\n' })
    await eventually('a review by the mended configuration', () =>
      github.pull(repo, number).checkRuns.some(({ conclusion }) => conclusion === 'failure'),
    )
  })
})

describe('a person who waits', () => {
  test('is answered while every worker is busy with a review that takes long', async () => {
    const world = await createHostedWorld()
    const { github } = world
    await world.serve({ env: { AUTOGEN_WORKER_CONCURRENCY: '1' } })
    const number = await openRisky(world)
    await world.reviewed(repo, number)
    // The next review hangs where it fetches the code.
    github.faults.set({ kind: 'hang-before', path: /^\/git\//, times: 1 })
    await github.pushCommit(repo, 'orders', { 'slow.txt': 'slow\n' }, { by: 'alice' })
    await eventually('the review to hang', () => github.faults.hits.get('hang-before') === 1)
    await github.person('alice').comment(repo, number, '/autogen help')
    await eventually('the answer', () =>
      github.pull(repo, number).issueComments.some(({ body }) => body?.includes(':answer ')),
    )
    expect(github.pull(repo, number).checkRuns.some(({ status }) => status === 'in_progress')).toBe(true)
  })
})
