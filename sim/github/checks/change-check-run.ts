/** Check runs are made and changed by their App; annotations of a change are added to those there are. */
import type { App } from '../apps/app.ts'
import { type Body, invalidRequest, readBody } from '../http/body.ts'
import { refuse } from '../http/refusal.ts'
import type { Repository } from '../repositories/repository.ts'
import { emit } from '../webhooks/emit.ts'
import type { Account } from '../world/account.ts'
import { nodeId } from '../world/ids.ts'
import type { World } from '../world/world.ts'
import {
  type Annotation,
  type CheckConclusion,
  type CheckRun,
  type CheckStatus,
  renderCheckRun,
  renderCheckSuite,
  suiteOf,
} from './check-run.ts'

export async function createCheckRun(
  world: World,
  app: App,
  repository: Repository,
  body: Body,
): Promise<CheckRun> {
  const name = body.requiredText('name')
  const headSha = body.requiredText('head_sha')
  if ((await repository.git.commits.read(headSha)) === null)
    throw refuse(422, `No commit found for SHA: ${headSha}`)
  const change = readChange(world, repository, headSha, body)
  const id = world.ids.next()
  const run: CheckRun = {
    id,
    nodeId: nodeId('CR', id),
    suite: suiteOf(world, app, repository, headSha),
    name,
    externalId: '',
    detailsUrl: `${world.urls.html}/apps/${app.slug}`,
    status: 'queued',
    conclusion: null,
    startedMs: world.clock(),
    completedMs: null,
    title: null,
    summary: null,
    text: null,
    annotations: [],
  }
  change(run)
  world.checkRuns.set(id, run)
  announce(world, run, 'created', app.bot)
  if (run.status === 'completed') announce(world, run, 'completed', app.bot)
  return run
}

export function updateCheckRun(world: World, run: CheckRun, body: Body): void {
  const change = readChange(world, run.suite.repository, run.suite.headSha, body)
  const wasCompleted = run.status === 'completed'
  change(run)
  if (run.status === 'completed' && !wasCompleted) announce(world, run, 'completed', run.suite.app.bot)
}

/** Goes to the App that made it, and to no other. */
export function rerequestRun(world: World, run: CheckRun, by: Account): void {
  announce(world, run, 'rerequested', by, run.suite.app)
}

export function rerequestSuite(
  world: World,
  app: App,
  repository: Repository,
  headSha: string,
  by: Account,
): void {
  const suite = suiteOf(world, app, repository, headSha)
  const body = { check_suite: renderCheckSuite(suite, world.urls) }
  emit(world, { event: 'check_suite', action: 'rerequested', repository, sender: by, only: app, body })
}

function announce(world: World, run: CheckRun, action: string, sender: Account, only?: App): void {
  const { suite } = run
  const check_suite = renderCheckSuite(suite, world.urls)
  const body = { check_run: { ...renderCheckRun(run, world.urls), check_suite } }
  const event = { event: 'check_run', action, repository: suite.repository, sender, body }
  emit(world, only === undefined ? event : { ...event, only })
}

const statuses: readonly CheckStatus[] = [
  'queued',
  'in_progress',
  'completed',
  'waiting',
  'requested',
  'pending',
]
const conclusions: readonly NonNullable<CheckConclusion>[] = [
  'success',
  'failure',
  'neutral',
  'cancelled',
  'skipped',
  'timed_out',
  'action_required',
]

/** Everything is checked before anything is changed. */
function readChange(
  world: World,
  repository: Repository,
  headSha: string,
  body: Body,
): (run: CheckRun) => void {
  const name = body.text('name')
  const externalId = body.text('external_id')
  const detailsUrl = body.text('details_url')
  const conclusion = oneOf(conclusions, 'conclusion', body.text('conclusion'))
  // A conclusion says by itself that the run is completed.
  const status = conclusion === undefined ? oneOf(statuses, 'status', body.text('status')) : 'completed'
  if (status === 'completed' && conclusion === undefined) {
    throw invalidRequest('"conclusion" wasn\'t supplied, but is required when status is completed.')
  }
  const startedAt = body.text('started_at')
  const completedAt = body.text('completed_at')
  const output = body.object('output')
  const shown = output === undefined ? null : readOutput(world, repository, headSha, output)
  return (run) => {
    if (name !== undefined) run.name = name
    if (externalId !== undefined) run.externalId = externalId
    if (detailsUrl !== undefined) run.detailsUrl = detailsUrl
    if (startedAt !== undefined) run.startedMs = Date.parse(startedAt)
    if (status !== undefined) {
      run.status = status
      run.conclusion = conclusion ?? null
      run.completedMs = status === 'completed' ? Date.parse(completedAt ?? '') || world.clock() : null
    }
    if (shown === null) return
    run.title = shown.title ?? run.title
    run.summary = shown.summary ?? run.summary
    run.text = shown.text ?? run.text
    run.annotations.push(...shown.annotations)
  }
}

function oneOf<Value extends string>(
  values: readonly Value[],
  name: string,
  given: string | undefined,
): Value | undefined {
  if (given === undefined) return undefined
  const value = values.find((one) => one === given)
  if (value === undefined)
    throw invalidRequest(`For 'properties/${name}', ${given} is not a member of [${values.join(', ')}].`)
  return value
}

function readOutput(world: World, repository: Repository, headSha: string, output: Body) {
  const max = world.sizes.checkOutputCharactersMax
  for (const name of ['summary', 'text']) {
    if ((output.text(name)?.length ?? 0) > max) {
      throw invalidRequest(
        `For 'properties/${name}', only ${max} characters are allowed; ${output.text(name)?.length} were supplied.`,
      )
    }
  }
  const given = output.list('annotations') ?? []
  const perRequest = world.sizes.annotationsPerRequestMax
  if (given.length > perRequest) {
    throw invalidRequest(`No more than ${perRequest} items are allowed; ${given.length} were supplied.`)
  }
  const annotations = given.map((one) => readAnnotation(world, repository, headSha, readBody(one)))
  return {
    title: output.requiredText('title'),
    summary: output.requiredText('summary'),
    text: output.text('text'),
    annotations,
  }
}

function readAnnotation(world: World, repository: Repository, headSha: string, body: Body): Annotation {
  const start = body.integer('start_line')
  const end = body.integer('end_line')
  const level = body.requiredText('annotation_level')
  const path = body.requiredText('path')
  if (start === undefined || end === undefined)
    throw invalidRequest('"start_line" and "end_line" must be supplied.')
  if (!['notice', 'warning', 'failure'].includes(level)) {
    throw invalidRequest(
      `For 'properties/annotation_level', ${level} is not a member of ["notice", "warning", "failure"].`,
    )
  }
  const startColumn = body.integer('start_column') ?? null
  if (startColumn !== null && start !== end)
    throw invalidRequest('"start_column" is allowed only within one line.')
  return {
    path,
    start_line: start,
    end_line: end,
    start_column: startColumn,
    end_column: body.integer('end_column') ?? null,
    annotation_level: level,
    title: body.text('title') ?? null,
    message: body.requiredText('message'),
    raw_details: body.text('raw_details') ?? null,
    blob_href: `${world.urls.html}/${repository.fullName}/blob/${headSha}/${path}`,
  }
}
