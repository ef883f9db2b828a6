/** The story: a change with faults in it, its review, a push that mends half of them, a question and its answer. */
import { join } from 'node:path'
import type { PullView } from '../../sim/github/pulls/pull-view.ts'
import { eventually } from '../../test/world/eventually.ts'
import { firstSentence, readable } from './readable.ts'
import type { Stage } from './stage.ts'
import { tellArgument } from './tell-argument.ts'
import type { Detail, Timeline } from './timeline.ts'
import { cloneRepository, type WorkingCopy } from './working-copy.ts'

const owner = 'corner'
const name = 'shop'
export const repository = `${owner}/${name}`
export const author = 'maria'
const branch = 'orders'
const fixtures = join(import.meta.dirname, 'fixtures')
const waitMsMax = 60_000
const threadsShownMax = 12

/** @returns the pull request's number */
export async function tellStory(stage: Stage, timeline: Timeline, signal: AbortSignal): Promise<number> {
  const { github } = stage
  timeline.tell(`a simulated GitHub at ${github.url}`)
  const [service, copy] = await Promise.all([stage.startService(), prepare(stage)])
  timeline.tell(`autogen-bot serve is up, process ${service.pid}, with a PostgreSQL of its own`)
  github.install(stage.app.appId, owner, 'all')
  signal.throwIfAborted()

  await copy.write('settings.ini', `[storage]\nkey = ${['AKIA', 'Q7XJ2LTM5VRC3W6D'].join('')}\n`)
  await copy.commitFiles(branch, join(fixtures, 'head'), 'Orders, sessions and a deployment')
  const title = 'Orders, sessions and a deployment'
  const number = await github.openPullRequest({ repo: repository, head: branch, author, title })
  timeline.tell(`${author} pushes 9 files by git over HTTP and opens ${repository}#${number}`)
  await tellWebhook(stage, timeline, 'pull_request', 'opened')
  const first = await reviewed(stage, number, signal)
  timeline.tell(reviewSentence('the review is published', first), [...threadLines(first), summaryLine(first)])
  tellArgument(first, timeline)

  await copy.commitFiles(branch, join(fixtures, 'fixed'), 'Mend Python, TypeScript and Go')
  timeline.tell(`${author} pushes a commit that mends four of the files`)
  await tellWebhook(stage, timeline, 'pull_request', 'synchronize')
  const second = await reviewed(stage, number, signal)
  timeline.tell(reviewSentence('the new head is reviewed', second), [
    comparison(first, second),
    summaryLine(second),
  ])

  const question = '/autogen status'
  const commentId = await github.person(author).comment(repository, number, question)
  timeline.tell(`${author} asks: ${question}`)
  const answer = await eventually(
    'an answer',
    () => bodyAfter(github.pull(repository, number), commentId),
    waitMsMax,
  )
  timeline.tell('the bot answers', readable(answer))
  return number
}

async function prepare({ github, folder }: Stage): Promise<WorkingCopy> {
  await github.createRepository({ owner, name, files: { 'README.md': '# The corner shop\n' } })
  const { login, token } = github.person(author, { [repository]: 'write' })
  const copy = await cloneRepository({
    url: `${github.url}/${repository}.git`,
    login,
    token,
    folder: join(folder, name),
  })
  await copy.commitFiles('main', join(fixtures, 'base'), 'The shop as it is')
  return copy
}

async function tellWebhook(
  { github, app }: Stage,
  timeline: Timeline,
  event: string,
  action: string,
): Promise<void> {
  const find = () =>
    github
      .deliveries(app.appId)
      .findLast((one) => one.event === event && one.action === action && one.status !== '')
  const delivery = await eventually(`the webhook ${event}`, () => find() ?? false, waitMsMax)
  const ms = Math.round(delivery.durationMs)
  timeline.tell(`webhook ${event} ${action}: stored and answered with ${delivery.statusCode} in ${ms} ms`)
}

function reviewed({ github }: Stage, number: number, signal: AbortSignal): Promise<PullView> {
  const look = () => {
    signal.throwIfAborted()
    const pull = github.pull(repository, number)
    const isDone = pull.checkRuns.some(
      ({ status, head_sha }) => status === 'completed' && head_sha === pull.head,
    )
    return isDone && pull
  }
  return eventually('the review', look, waitMsMax)
}

function reviewSentence(what: string, { checkRuns, threads }: PullView): string {
  const open = threads.filter(({ isResolved }) => !isResolved).length
  const check = checkRuns.at(-1)
  return `${what}: ${open} open comments on lines, check ${check?.name}: ${check?.conclusion}`
}

function threadLines({ threads }: PullView): readonly Detail[] {
  const lines = threads.map(({ path, line, comments }) => {
    const [severity = '', ...sentences] = readable(comments[0]?.body ?? '')
    const [bad = ''] = severity.split(' · ')
    return { row: `${`${path}:${line}`.padEnd(32)} ${bad.padEnd(8)} ${firstSentence(sentences[0] ?? '')}` }
  })
  const rest = lines.length - threadsShownMax
  return rest > 0 ? [...lines.slice(0, threadsShownMax), `and ${rest} more`] : lines
}

function summaryLine({ issueComments }: PullView): string {
  const summaries = issueComments.filter(({ body }) => body?.includes('autogen-bot:summary'))
  const [, verdict = ''] = readable(summaries[0]?.body ?? '')
  return `summary (${summaries.length} comment): ${verdict}`
}

function comparison(first: PullView, second: PullView): string {
  const resolved = second.threads.filter(({ isResolved }) => isResolved).length
  const fresh = second.threads.length - first.threads.length
  return `${resolved} conversations resolved, ${fresh} new, ${repeated(second)} repeated`
}

/** Findings that stand on the pull request more than once, by the mark that each comment carries. */
function repeated({ threads }: PullView): number {
  const marks = threads.map(({ comments }) => /autogen-bot:finding (\w+)/.exec(comments[0]?.body ?? '')?.[1])
  return marks.length - new Set(marks).size
}

function bodyAfter({ issueComments }: PullView, commentId: number): string | false {
  return (
    issueComments.find(({ id, body }) => id > commentId && body?.includes('autogen-bot:answer'))?.body ??
    false
  )
}
