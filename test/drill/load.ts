/** People at work: they push to their pull requests, one after the other, as long as the drill lasts. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { SimulatedGitHub } from '../../sim/github/simulated-github.ts'

export interface Load {
  /** How many pushes there were. */
  readonly pushes: () => number
  stop(): Promise<void>
}

const author = 'alice'
const repositories = 3

export async function startLoad(github: SimulatedGitHub, appId: number, everyMs: number): Promise<Load> {
  const pulls: { readonly repo: string; readonly branch: string }[] = []
  for (let at = 0; at < repositories; at += 1) {
    const repo = await github.createRepository({
      owner: 'octo',
      name: `shop-${at}`,
      files: { 'README.md': '# Shop\n' },
    })
    github.person(author, { [repo]: 'write' })
  }
  github.install(appId, 'octo', 'all')
  for (let at = 0; at < repositories; at += 1) {
    const pull = { repo: `octo/shop-${at}`, branch: 'work' }
    await github.pushCommit(pull.repo, pull.branch, fileOf(0), { by: author })
    await github.openPullRequest({ repo: pull.repo, head: pull.branch, author, title: 'Work' })
    pulls.push(pull)
  }
  const stopping = new AbortController()
  let pushes = 0
  const running = (async () => {
    while (!stopping.signal.aborted) {
      const pull = pulls[pushes % pulls.length]
      if (pull !== undefined) {
        pushes += 1
        await github.pushCommit(pull.repo, pull.branch, fileOf(pushes), { by: author })
      }
      await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => {})
    }
  })()
  return {
    pushes: () => pushes,
    async stop() {
      stopping.abort()
      await running
    },
  }
}

function fileOf(turn: number): Readonly<Record<string, string>> {
  return { 'orders.py': `def total(prices):\n    # turn ${turn}\n    return sum(prices)\n` }
}
