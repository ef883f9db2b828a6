/** Issues over REST: open, list, read, change; comments share their paths with those of pull requests. */
import { openRepository, reading, writing } from '../access/access.ts'
import { actorOf, appOf } from '../access/caller.ts'
import { pageOf } from '../http/page.ts'
import { invalid, refuse } from '../http/refusal.ts'
import { type ApiAnswer, type ApiRequest, created, ok, type Route } from '../http/route.ts'
import { requireBody } from '../reviews/create-review.ts'
import type { World } from '../world/world.ts'
import { addIssue, type Issue, renderNote, renderPlainIssue } from './issue.ts'

const base = '/repos/:owner/:repo/issues'
const titleMax = 256
const reasons = ['completed', 'not_planned', 'reopened'] as const

export function issueRoutes(world: World): readonly Route[] {
  return [
    {
      method: 'POST',
      path: base,
      auth: 'token',
      createsContent: true,
      handle: (request) => {
        const repository = openRepository(world, request.caller, nameIn(request), writing('issues'))
        const title = request.body.requiredText('title')
        if (title.trim() === '') throw invalid('Issue', 'title', 'missing_field')
        if (title.length > titleMax) throw invalid('Issue', 'title', 'custom', 'title is too long')
        const body = request.body.text('body') ?? null
        if (body !== null) requireBody(world, body)
        const labels = (request.body.list('labels') ?? []).map(String)
        const author = actorOf(request.caller)
        const issue = addIssue(world, repository, { title, body, labels }, author, appOf(request.caller))
        return created(renderPlainIssue(issue, world.urls))
      },
    },
    {
      method: 'GET',
      path: base,
      auth: 'any',
      handle: (request) => {
        const { issues } = openRepository(world, request.caller, nameIn(request), reading('issues'))
        const wanted = [...issues.values()].filter((issue) => matches(issue, request.query))
        const sign = request.query.get('direction') === 'asc' ? 1 : -1
        wanted.sort((one, other) => sign * (one.number - other.number))
        const { items, headers } = pageOf(request, world.urls.api, wanted)
        return ok(
          items.map((issue) => renderPlainIssue(issue, world.urls)),
          headers,
        )
      },
    },
    {
      method: 'GET',
      path: `${base}/:number`,
      auth: 'any',
      handle: (request) => ok(renderPlainIssue(findIssue(world, request, reading('issues')), world.urls)),
    },
    {
      method: 'PATCH',
      path: `${base}/:number`,
      auth: 'token',
      handle: (request) => {
        const issue = findIssue(world, request, writing('issues'))
        change(world, issue, request)
        return ok(renderPlainIssue(issue, world.urls))
      },
    },
  ]
}

/** @returns null when the number is not one of an issue */
export function listNotes(world: World, request: ApiRequest): ApiAnswer | null {
  const issue = issueIn(world, request)
  if (issue === null) return null
  openRepository(world, request.caller, nameIn(request), reading('issues'))
  const { items, headers } = pageOf(request, world.urls.api, issue.notes)
  return ok(
    items.map((note) => renderNote(issue, note, world.urls)),
    headers,
  )
}

/** @returns null when the number is not one of an issue */
export function addNote(world: World, request: ApiRequest): ApiAnswer | null {
  const issue = issueIn(world, request)
  if (issue === null) return null
  openRepository(world, request.caller, nameIn(request), writing('issues'))
  const body = request.body.requiredText('body')
  requireBody(world, body)
  const now = world.clock()
  const author = actorOf(request.caller)
  const note = { id: world.ids.next(), author, app: appOf(request.caller), body, createdMs: now }
  issue.notes.push(note)
  issue.updatedMs = now
  return created(renderNote(issue, note, world.urls))
}

function change(world: World, issue: Issue, { body, caller }: ApiRequest): void {
  const state = body.text('state')
  if (state !== undefined && state !== 'open' && state !== 'closed')
    throw invalid('Issue', 'state', 'invalid')
  const reason = body.text('state_reason')
  const known = reasons.find((one) => one === reason)
  if (reason !== undefined && known === undefined) throw invalid('Issue', 'state_reason', 'invalid')
  issue.title = body.text('title') ?? issue.title
  issue.body = body.text('body') ?? issue.body
  issue.updatedMs = world.clock()
  if (state === undefined || state === issue.state) return
  const isClosed = state === 'closed'
  issue.state = state
  issue.stateReason = isClosed ? (known ?? 'completed') : 'reopened'
  issue.closedMs = isClosed ? world.clock() : null
  issue.closedBy = isClosed ? actorOf(caller) : null
}

function matches(issue: Issue, query: URLSearchParams): boolean {
  const state = query.get('state') ?? 'open'
  const labels = (query.get('labels') ?? '').split(',').filter((label) => label !== '')
  return (
    (state === 'all' || issue.state === state) &&
    labels.every((wanted) => issue.labels.some(({ name }) => name.toLowerCase() === wanted.toLowerCase()))
  )
}

function findIssue(world: World, request: ApiRequest, needs: ReturnType<typeof reading>): Issue {
  openRepository(world, request.caller, nameIn(request), needs)
  const issue = issueIn(world, request)
  if (issue === null) throw refuse(404, 'Not Found')
  return issue
}

function issueIn(world: World, request: ApiRequest): Issue | null {
  const repository = world.repositories.get(nameIn(request).toLowerCase())
  return repository?.issues.get(Number(request.params.number)) ?? null
}

function nameIn({ params }: ApiRequest): string {
  return `${params.owner}/${params.repo}`
}
