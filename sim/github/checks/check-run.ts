/** Check runs, and the suites they stand in: one for each App and commit. */
import { type App, renderApp } from '../apps/app.ts'
import { renderPullRequestMinimal } from '../pulls/render-pull-request.ts'
import type { Repository } from '../repositories/repository.ts'
import { nodeId } from '../world/ids.ts'
import type { Schemas } from '../world/schemas.ts'
import { iso } from '../world/time.ts'
import type { Urls, World } from '../world/world.ts'

export type CheckStatus = Schemas['check-run']['status']
export type CheckConclusion = Schemas['check-run']['conclusion']
export type Annotation = Schemas['check-annotation']

export interface CheckSuite {
  readonly id: number
  readonly app: App
  readonly repository: Repository
  readonly headSha: string
  readonly headBranch: string | null
  readonly createdMs: number
}

export interface CheckRun {
  readonly id: number
  readonly nodeId: string
  readonly suite: CheckSuite
  name: string
  externalId: string
  detailsUrl: string
  status: CheckStatus
  conclusion: CheckConclusion
  startedMs: number | null
  completedMs: number | null
  title: string | null
  summary: string | null
  text: string | null
  readonly annotations: Annotation[]
}

export function suiteOf(world: World, app: App, repository: Repository, headSha: string): CheckSuite {
  for (const suite of world.checkSuites.values()) {
    if (suite.app === app && suite.headSha === headSha && suite.repository === repository) return suite
  }
  const branch = [...repository.git.refs].find(
    ([name, sha]) => sha === headSha && name.startsWith('refs/heads/'),
  )
  const suite: CheckSuite = {
    id: world.ids.next(),
    app,
    repository,
    headSha,
    headBranch: branch?.[0].slice('refs/heads/'.length) ?? null,
    createdMs: world.clock(),
  }
  world.checkSuites.set(suite.id, suite)
  return suite
}

export function runsOf(world: World, repository: Repository, headSha: string): readonly CheckRun[] {
  return [...world.checkRuns.values()].filter(
    ({ suite }) => suite.headSha === headSha && suite.repository === repository,
  )
}

export function renderCheckRun(run: CheckRun, urls: Urls): Schemas['check-run'] {
  const { suite } = run
  const url = `${urls.api}/repos/${suite.repository.fullName}/check-runs/${run.id}`
  return {
    id: run.id,
    name: run.name,
    node_id: run.nodeId,
    head_sha: suite.headSha,
    external_id: run.externalId,
    url,
    html_url: `${urls.html}/${suite.repository.fullName}/runs/${run.id}`,
    details_url: run.detailsUrl,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedMs === null ? null : iso(run.startedMs),
    completed_at: run.completedMs === null ? null : iso(run.completedMs),
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: suite.id },
    app: renderApp(suite.app, urls),
    pull_requests: pullsAt(suite, urls),
  }
}

export function renderCheckSuite(suite: CheckSuite, urls: Urls): Readonly<Record<string, unknown>> {
  const url = `${urls.api}/repos/${suite.repository.fullName}/check-suites/${suite.id}`
  return {
    id: suite.id,
    node_id: nodeId('CS', suite.id),
    head_branch: suite.headBranch,
    head_sha: suite.headSha,
    status: 'queued',
    conclusion: null,
    url,
    before: null,
    after: suite.headSha,
    pull_requests: pullsAt(suite, urls),
    app: renderApp(suite.app, urls),
    created_at: iso(suite.createdMs),
    updated_at: iso(suite.createdMs),
    rerequestable: true,
    runs_rerequestable: true,
    latest_check_runs_count: 0,
    check_runs_url: `${url}/check-runs`,
    head_commit: headCommitOf(suite),
  }
}

function headCommitOf({ repository, headSha }: CheckSuite): Readonly<Record<string, unknown>> | null {
  const commit = repository.git.commits.known(headSha)
  if (commit === undefined) return null
  const { author, committer, tree, message } = commit
  return {
    id: headSha,
    tree_id: tree,
    message: message.trimEnd(),
    timestamp: iso(committer.timeMs),
    author: { name: author.name, email: author.email },
    committer: { name: committer.name, email: committer.email },
  }
}

/** As GitHub: pull requests from forks are not named. */
function pullsAt({ repository, headSha }: CheckSuite, urls: Urls): Schemas['pull-request-minimal'][] {
  return [...repository.pulls.values()]
    .filter((pull) => pull.headSha === headSha && pull.headRepository === repository && pull.state === 'open')
    .map((pull) => renderPullRequestMinimal(pull, urls))
}
