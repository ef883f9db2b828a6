/** Many small pull requests, each as a person would open it, reviewed as fast as the worker goes. */
import { setTimeout as sleep } from 'node:timers/promises'
import { cpuSecondsOf } from './process-cpu.ts'
import { type Memory, memoryOf } from './process-memory.ts'
import { owner, type ServicePlace } from './service-place.ts'

export interface SmallRun {
  readonly seconds: number
  /** Of the worker and its children. */
  readonly cpuSeconds: number
  /** After each review. */
  readonly memory: readonly Memory[]
}

const repositoriesMax = 10
const lookEveryMs = 10
/** On a slow machine there are fewer reviews instead of a longer wait. */
const timeMsMax = 330_000
const reviewTimeMs = 120_000

export async function reviewSmallChanges(
  place: ServicePlace,
  count: number,
  onReview: (done: number) => void,
): Promise<SmallRun> {
  const { github } = place
  const repositories = await createRepositories(place, count)
  const worker = place.workerProcess()
  const before = worker.lines.length
  const finished = () => worker.lines.slice(before).filter(({ msg }) => msg === 'job finished').length
  const memory: Memory[] = []
  const begin = performance.now()
  const cpuBefore = cpuSecondsOf(worker.pid)
  let opened = 0
  let lookedAt = performance.now()
  while (memory.length < count && performance.now() - begin < timeMsMax) {
    // A few wait at any time, so that the worker never does.
    while (opened < count && opened - memory.length < 8) {
      const repo = repositories[opened % repositories.length] as string
      const branch = `change-${opened}`
      await github.pushCommit(
        repo,
        branch,
        { [`src/orders_${opened}.py`]: smallFile(opened) },
        { by: 'alice' },
      )
      await github.openPullRequest({ repo, head: branch, author: 'alice' })
      opened += 1
    }
    const done = Math.min(count, finished())
    if (done > memory.length) {
      const now = memoryOf(worker.pid)
      while (memory.length < done) memory.push(now)
      onReview(done)
      lookedAt = performance.now()
    }
    if (performance.now() - lookedAt > reviewTimeMs) throw new Error(`no review within ${reviewTimeMs} ms`)
    await sleep(lookEveryMs)
  }
  const seconds = (performance.now() - begin) / 1_000
  return { seconds, cpuSeconds: cpuSecondsOf(worker.pid) - cpuBefore, memory }
}

async function createRepositories({ github }: ServicePlace, count: number): Promise<readonly string[]> {
  const names: string[] = []
  const run = github.requests.total
  for (let at = 0; at < Math.min(repositoriesMax, count); at += 1) {
    const files = { 'README.md': '# Small\n', 'src/orders.py': smallFile(0) }
    names.push(await github.createRepository({ owner, name: `small-${run}-${at}`, files }))
  }
  github.person('alice', Object.fromEntries(names.map((name) => [name, 'write' as const])))
  return names
}

/** One finding in twenty lines. */
function smallFile(seed: number): string {
  const totals = Array.from({ length: 14 }, (_, at) => `TOTAL_${at} = ${seed * 31 + at}`)
  return `import sqlite3\n\n${totals.join('\n')}\n\n\ndef find(db: sqlite3.Connection, name: str):\n    return db.execute(f"SELECT * FROM orders WHERE name = '{name}'").fetchall()\n`
}
