/**
 * `npm run bench:service -- --cases DIR [--reviews N] [--rounds N]`: from the webhook to the published review, against
 * the simulated GitHub, on the pull requests of the shared cases; then N small ones, to see whether the worker grows.
 * Progress on stderr, tables on stdout, a few minutes.
 */
import { parseArgs } from 'node:util'
import { type Case, findCases } from './cases.ts'
import { type FollowedReview, followReview } from './service/follow-review.ts'
import {
  aimsOf,
  botMs,
  type CaseFigures,
  type PairFigures,
  renderCases,
  renderMemory,
  renderQuantiles,
  requestCount,
  requestsMax,
  stageRows,
} from './service/report.ts'
import { openServicePlace, owner, type ServicePlace } from './service/service-place.ts'
import { reviewSmallChanges } from './service/small-changes.ts'

const { values } = parseArgs({
  options: {
    cases: { type: 'string' },
    reviews: { type: 'string', default: '500' },
    rounds: { type: 'string', default: '2' },
  },
})
const reviews = boundedNumber('--reviews', values.reviews, 10, 5_000)
const rounds = boundedNumber('--rounds', values.rounds, 1, 20)
const cases = findCases()
const place = await openServicePlace()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void place.close().finally(() => process.exit(130)))
}
try {
  await place.restartWorker(1)
  const figures = await measureCases(place)
  const idle = await idleQueries(place)
  await place.restartWorker(2)
  const both = await measureTogether(place)
  const small = await reviewSmallChanges(place, reviews, (done) => {
    if (done % 50 === 0) process.stderr.write(`${done} small pull requests...\n`)
  })
  const first = figures.flatMap((one) => one.first)
  const pushed = figures.flatMap((one) => one.pushed)
  const again = figures.flatMap((one) => one.again)
  const aims = aimsOf(figures, small)
  process.stdout.write(
    [
      renderCases(figures),
      'Milliseconds: medians; requests: the most of any round, without git and without tokens. Three figures: the first review / after\na push that changes no file / of the same head again. Store and queue: statements that the web and worker processes sent to\nPostgreSQL, counted in its protocol (the queue is in PostgreSQL here).\n',
      `Idle, a worker sends ${idle.store.toFixed(1)} statements a second for the store and ${idle.other.toFixed(1)} for the queue.\n`,
      renderQuantiles([
        ['first review, webhook to check', first.map(({ totalMs }) => totalMs)],
        ["  the bot's own time", first.map(botMs)],
        ...stageRows(first),
        ['after a push without changes', pushed.map(({ totalMs }) => totalMs)],
        ["  the bot's own time", pushed.map(botMs)],
        ['the same head again', again.map(({ totalMs }) => totalMs)],
        ["  the bot's own time", again.map(botMs)],
        ['first review, all cases at once, 2 at a time', both.totalsMs],
      ]),
      `All ${cases.length} cases at once, 2 at a time: ${both.seconds.toFixed(1)} s.\n`,
      "The bot's own time is without what the simulated host took to answer (git included), and without the second that\nGitHub wants between two writes (AUTOGEN_WRITE_SPACING_MS is 0 here).\n",
      renderMemory(small, 2),
      routesAbove(first, requestsMax.first),
      routesAbove(again, requestsMax.again),
      routesAbove(pushed, requestsMax.again),
      ...aims.map(({ words, isMet }) => `${isMet ? 'met   ' : 'MISSED'}  ${words}\n`),
    ]
      .filter((text) => text !== '')
      .join('\n'),
  )
  process.exitCode = aims.every(({ isMet }) => isMet) ? 0 : 1
} finally {
  await place.close()
}

async function measureCases(on: ServicePlace): Promise<readonly CaseFigures[]> {
  const found = new Map(cases.map(({ id }) => [id, { id, first: [], pushed: [], again: [] } as Draft]))
  for (let round = 1; round <= rounds; round += 1) {
    for (const one of cases) {
      process.stderr.write(`${one.id}, round ${round} of ${rounds}...\n`)
      const draft = found.get(one.id)
      const repository = await importCase(on, one, `round${round}`)
      draft?.first.push(await followReview(on, opening(on, repository)))
      draft?.again.push(await followReview(on, askingAgain(on, repository)))
      draft?.pushed.push(
        await followReview(on, {
          repository,
          webhook: 'pull_request.synchronize',
          begin: () => on.github.pushCommit(repository, 'head', {}, { by: 'alice', message: 'Nothing' }),
        }),
      )
    }
  }
  return [...found.values()]
}

interface Draft {
  readonly id: string
  readonly first: FollowedReview[]
  readonly pushed: FollowedReview[]
  readonly again: FollowedReview[]
}

function askingAgain({ github }: ServicePlace, repository: string) {
  return {
    repository,
    webhook: 'check_run.rerequested' as const,
    begin: async () => {
      const { checkRuns, head } = github.pull(repository, 1)
      await github.person('alice').rerequestCheckRun(Number(checkRuns.at(-1)?.id))
      return head
    },
  }
}

function opening({ github }: ServicePlace, repository: string) {
  return {
    repository,
    webhook: 'pull_request.opened' as const,
    begin: async () => {
      await github.openPullRequest({ repo: repository, head: 'head', author: 'alice', title: 'The change' })
      return github.headOf(repository, 'head')
    },
  }
}

async function measureTogether(on: ServicePlace): Promise<PairFigures> {
  const repositories: string[] = []
  for (const one of cases) repositories.push(await importCase(on, one, 'together'))
  process.stderr.write('all cases at once...\n')
  const begin = performance.now()
  const followed = await Promise.all(
    repositories.map((repository) => followReview(on, opening(on, repository))),
  )
  return {
    totalsMs: followed.map(({ totalMs }) => totalMs),
    seconds: (performance.now() - begin) / 1_000,
  }
}

async function importCase({ github }: ServicePlace, { id, folder }: Case, round: string): Promise<string> {
  const name = `${id.replaceAll(/[^A-Za-z0-9_.-]/g, '-')}-${round}`
  const repository = await github.importRepository({ owner, name, folder, branches: ['base', 'head'] })
  github.person('alice', { [repository]: 'write' })
  return repository
}

/** By the second: what polls and renewals cost while nothing is to do. */
async function idleQueries({ worker }: ServicePlace): Promise<{ store: number; other: number }> {
  const seconds = 5
  const before = worker.counts()
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000))
  const after = worker.counts()
  return { store: (after.store - before.store) / seconds, other: (after.other - before.other) / seconds }
}

function routesAbove(followed: readonly FollowedReview[], max: number): string {
  const worst = followed.reduce((a, b) => (requestCount(b) > requestCount(a) ? b : a))
  if (requestCount(worst) <= max) return ''
  return `A review with ${requestCount(worst)} requests, more than ${max}:\n${worst.requests.map(({ route, isFree }) => `  ${route}${isFree ? ' (304, free)' : ''}\n`).join('')}`
}

function boundedNumber(option: string, text: string, min: number, max: number): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= min && number <= max) return number
  process.stderr.write(`${option} takes a number between ${min} and ${max}.\n`)
  process.exit(2)
}
