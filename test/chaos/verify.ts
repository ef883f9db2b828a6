/** What must be true when everything has come to rest, whatever was killed: each sentence is something that is wrong. */
import type { PullView } from '../../sim/github/pulls/pull-view.ts'
import type { SimulatedGitHub } from '../../sim/github/simulated-github.ts'
import type { RegisteredApp } from '../../sim/github/simulated-github-options.ts'
import { readMarker } from '../../src/publish/markers.ts'
import type { DatabaseView } from './database-view.ts'
import { riskyLines } from './file-contents.ts'
import type { PlayedPull } from './play-events.ts'

export interface VerifyParts {
  readonly github: SimulatedGitHub
  readonly app: RegisteredApp
  readonly database: DatabaseView
  readonly pulls: readonly PlayedPull[]
}

interface Record {
  readonly head: string
  readonly findings: readonly string[]
}

export async function verify(parts: VerifyParts): Promise<readonly string[]> {
  const { github, pulls } = parts
  const records = await readRecords(parts.database)
  return [
    ...pulls.flatMap((pull) => {
      const view = github.pull(pull.repository, pull.number)
      const name = `${pull.repository}#${pull.number}`
      const wrong = [
        ...summaries(parts, view, pull),
        ...reviewsOfHeads(parts, view, pull),
        ...threads(parts, view),
        ...answers(parts, view, pull),
        ...(pull.isOpen
          ? [...checkOfHead(view, pull), ...findingsOfHead(parts, view, pull, records.get(name))]
          : []),
      ]
      return wrong.map((sentence) => `${name} (${pull.isOpen ? 'open' : 'closed'}): ${sentence}`)
    }),
    ...checksInProgress(parts),
    ...(await rows(parts)),
  ]
}

function checksInProgress({ github }: VerifyParts): readonly string[] {
  return github
    .checkRuns()
    .filter(({ status }) => status !== 'completed')
    .map(({ html_url, head_sha, status }) => `check run ${html_url} on ${head_sha.slice(0, 7)} is ${status}`)
}

/**
 * One verdict. A person who asks for all of it again gets another on the same commit; a run that ended with the closing
 * of the pull request has none.
 */
function checkOfHead({ checkRuns }: PullView, { contents, commands }: PlayedPull): readonly string[] {
  const [last] = checkRuns.slice(-1)
  if (last === undefined) return ['its head has no check run']
  const verdicts = checkRuns.filter(({ conclusion }) => conclusion === 'success' || conclusion === 'failure')
  const asked = commands.filter(({ text }) => isFullReview(text)).length
  const expected = riskyLines(contents) > 0 ? 'failure' : 'success'
  return [
    ...(verdicts.length > 1 + asked
      ? [`its head has ${verdicts.length} check runs with a verdict, ${asked} more than one were asked for`]
      : []),
    ...(last.conclusion === expected
      ? []
      : [`its check says ${last.conclusion}, not ${expected}: ${last.output.title}`]),
  ]
}

function isFullReview(text: string): boolean {
  return text.endsWith('review full')
}

function summaries({ app }: VerifyParts, view: PullView, { isOpen }: PlayedPull): readonly string[] {
  const bodies = view.issueComments
    .filter(({ user }) => user?.login === app.botLogin)
    .map(({ body }) => body ?? '')
  const found = bodies.filter((body) => readMarker(body, 'summary') !== null)
  if (found.length > 1) return [`${found.length} summary comments`]
  if (!isOpen) return []
  const [summary] = found
  if (summary === undefined) return ['no summary comment']
  const head = readMarker(summary, 'head')
  return head === view.head ? [] : [`its summary is of ${head}, its head is ${view.head}`]
}

function reviewsOfHeads({ app }: VerifyParts, view: PullView, { commands }: PlayedPull): readonly string[] {
  const heads = view.reviews
    .filter(({ user, body }) => user?.login === app.botLogin && readMarker(body, 'review') !== null)
    .map(({ body }) => readMarker(body, 'review') ?? '')
  return [...new Set(heads)].flatMap((head) => {
    const count = heads.filter((one) => one === head).length
    const asked = commands.filter(({ text }) => isFullReview(text)).length
    return count > 1 + asked ? [`${count} reviews of ${head.slice(0, 7)}`] : []
  })
}

/** No finding stands in two open threads. */
function threads(parts: VerifyParts, view: PullView): readonly string[] {
  const ids = openFindings(parts, view)
  return [...new Set(ids)]
    .filter((id) => ids.filter((one) => one === id).length > 1)
    .map((id) => `finding ${id} stands in several open threads`)
}

function openFindings({ app }: VerifyParts, { threads: all }: PullView): readonly string[] {
  return all
    .filter(({ isResolved }) => !isResolved)
    .flatMap(({ comments: [first] }) => {
      const id = first?.user?.login === app.botLogin ? readMarker(first.body, 'finding') : null
      return id === null ? [] : [id]
    })
}

function answers({ app }: VerifyParts, view: PullView, { commands }: PlayedPull): readonly string[] {
  const given = view.issueComments
    .filter(({ user }) => user?.login === app.botLogin)
    .map(({ body }) => readMarker(body ?? '', 'answer'))
  return commands.flatMap(({ id, text }) => {
    const count = given.filter((value) => value === `issue/${id}`).length
    return count === 1 ? [] : [`"${text}" (comment ${id}) was answered ${count} times`]
  })
}

/** What was found is told on its line, once, and what is gone has its thread closed. */
function findingsOfHead(
  parts: VerifyParts,
  view: PullView,
  { contents }: PlayedPull,
  record: Record | undefined,
): readonly string[] {
  if (record === undefined) return ['it has no record of a review']
  if (record.head !== view.head) return [`the record is of ${record.head}, the head is ${view.head}`]
  const risky = riskyLines(contents)
  const open = openFindings(parts, view)
  const untold = record.findings.filter((id) => !open.includes(id))
  const stale = open.filter((id) => !record.findings.includes(id))
  return [
    ...(record.findings.length === risky
      ? []
      : [`${record.findings.length} findings in ${risky} risky lines`]),
    ...(untold.length === 0 ? [] : [`not in an open thread: ${untold.join(', ')}`]),
    ...(stale.length === 0 ? [] : [`in an open thread, but not found: ${stale.join(', ')}`]),
  ]
}

async function readRecords(database: DatabaseView): Promise<ReadonlyMap<string, Record>> {
  const found = await database.ask<{ name: string; head: string; report: string | null }>(
    "select owner || '/' || name || '#' || number as name, head, report from reviews",
  )
  return new Map(
    (found ?? []).map(({ name, head, report }) => {
      const findings = (JSON.parse(report ?? '{}').findings ?? []) as readonly { readonly id: string }[]
      return [name, { head, findings: findings.map(({ id }) => id) }]
    }),
  )
}

async function rows({ github, app, database }: VerifyParts): Promise<readonly string[]> {
  const known = await database.ask<{ guid: string }>('select guid from deliveries')
  const jobs = await database.ask<{ key: string; state: string; reason: string | null }>(
    "select key, state, reason from jobs where state in ('waiting', 'parked', 'active', 'dead')",
  )
  if (known === null || jobs === null) return ['the rows could not be read']
  const guids = new Set(known.map(({ guid }) => guid))
  const deliveries = github.deliveries(app.appId)
  const lost = new Set(
    deliveries
      .filter(({ statusCode, guid }) => statusCode === 202 && !guids.has(guid))
      .map(({ guid }) => guid),
  )
  const missing = new Set(
    deliveries.map(({ guid }) => guid).filter((guid) => !guids.has(guid) && !lost.has(guid)),
  )
  return [
    ...[...lost].map((guid) => `delivery ${guid} was answered 202 and has no row`),
    ...(missing.size === 0 ? [] : [`${missing.size} deliveries never arrived`]),
    ...jobs.map(({ key, state, reason }) => `job ${key} is ${state}: ${reason ?? 'no reason'}`),
  ]
}
