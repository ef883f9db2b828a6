/** Does at the simulated GitHub what the schedule says people do, in its order. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { SimulatedGitHub } from '../../sim/github/simulated-github.ts'
import { type Contents, filesOf } from './file-contents.ts'
import type { ChaosEvent, PullName } from './schedule.ts'

/** A pull request as the people left it. */
export interface PlayedPull {
  readonly repository: string
  readonly number: number
  isOpen: boolean
  contents: Contents
  /** Comments that ask something of the bot. */
  readonly commands: { readonly id: number; readonly text: string }[]
}

export interface Player {
  readonly pulls: ReadonlyMap<string, PlayedPull>
  readonly counts: ReadonlyMap<string, number>
  play(events: readonly ChaosEvent[], startedMs: number, onPlayed: (done: number) => void): Promise<void>
}

const author = 'alice'
const owners = 3

export function repositoryOf(index: number): { readonly owner: string; readonly name: string } {
  return { owner: `octo${index % owners}`, name: `shop-${index}` }
}

export async function createRepositories(
  github: SimulatedGitHub,
  appId: number,
  count: number,
): Promise<void> {
  for (let at = 0; at < count; at += 1) {
    const name = await github.createRepository({
      ...repositoryOf(at),
      files: { 'README.md': `# Shop ${at}\n` },
    })
    github.person(author, { [name]: 'write' })
  }
  for (let at = 0; at < Math.min(owners, count); at += 1) github.install(appId, repositoryOf(at).owner, 'all')
}

export function createPlayer(github: SimulatedGitHub): Player {
  const pulls = new Map<string, PlayedPull>()
  const counts = new Map<string, number>()

  async function open(name: PullName, contents: Contents): Promise<void> {
    const { owner, name: repositoryName } = repositoryOf(name.repository)
    const repository = `${owner}/${repositoryName}`
    await github.pushCommit(repository, branchOf(name), filesOf(contents), { by: author })
    const number = await github.openPullRequest({ repo: repository, head: branchOf(name), author })
    pulls.set(keyOf(name), { repository, number, isOpen: true, contents, commands: [] })
  }

  async function push(name: PullName, contents: Contents, isForced: boolean): Promise<void> {
    const pull = playedPull(name)
    const { repository } = pull
    const options = isForced ? { parent: github.headOf(repository, 'main'), force: true } : {}
    await github.pushCommit(repository, branchOf(name), filesOf(contents), { by: author, ...options })
    pull.contents = contents
  }

  async function perform(event: ChaosEvent): Promise<void> {
    const person = github.person(author)
    if (event.kind === 'opened') return open(event.pull, event.contents)
    const pull = playedPull(event.pull)
    const { repository, number } = pull
    switch (event.kind) {
      case 'pushed':
      case 'force-pushed':
        return push(event.pull, event.contents, event.kind === 'force-pushed')
      case 'closed':
        pull.isOpen = false
        return person.close(repository, number)
      case 'reopened':
        pull.isOpen = true
        return person.reopen(repository, number)
      case 'command': {
        const id = await person.comment(repository, number, event.text)
        pull.commands.push({ id, text: event.text })
      }
    }
  }

  function playedPull(name: PullName): PlayedPull {
    const pull = pulls.get(keyOf(name))
    if (pull === undefined) throw new Error(`the schedule speaks of ${keyOf(name)} before it is there`)
    return pull
  }

  return {
    pulls,
    counts,
    async play(events, startedMs, onPlayed) {
      for (const [at, event] of events.entries()) {
        const waitMs = startedMs + event.atMs - Date.now()
        if (waitMs > 0) await sleep(waitMs)
        await perform(event)
        counts.set(event.kind, (counts.get(event.kind) ?? 0) + 1)
        onPlayed(at + 1)
      }
    },
  }
}

function branchOf({ ordinal }: PullName): string {
  return `change-${ordinal}`
}

function keyOf({ repository, ordinal }: PullName): string {
  return `${repository}/${ordinal}`
}
