/** Check runs over REST. */
import { openRepository, reading, writing } from '../access/access.ts'
import { actorOf, appOf } from '../access/caller.ts'
import type { App } from '../apps/app.ts'
import { pageOf } from '../http/page.ts'
import { refuse } from '../http/refusal.ts'
import { type ApiRequest, created, ok, type Route } from '../http/route.ts'
import { resolveCommit } from '../repositories/repository.ts'
import { nameIn } from '../reviews/routes.ts'
import type { World } from '../world/world.ts'
import { createCheckRun, rerequestRun, rerequestSuite, updateCheckRun } from './change-check-run.ts'
import { type CheckRun, renderCheckRun, runsOf } from './check-run.ts'

const base = '/repos/:owner/:repo'

export function checkRoutes(world: World): readonly Route[] {
  return [
    {
      method: 'POST',
      path: `${base}/check-runs`,
      auth: 'token',
      handle: async (request) => {
        const app = requireApp(request)
        const repository = openRepository(world, request.caller, nameIn(request), writing('checks'))
        return created(renderCheckRun(await createCheckRun(world, app, repository, request.body), world.urls))
      },
    },
    {
      method: 'GET',
      path: `${base}/check-runs/:run`,
      auth: 'any',
      handle: (request) => ok(renderCheckRun(findRun(world, request), world.urls)),
    },
    {
      method: 'PATCH',
      path: `${base}/check-runs/:run`,
      auth: 'token',
      handle: (request) => {
        const app = requireApp(request)
        openRepository(world, request.caller, nameIn(request), writing('checks'))
        const run = findRun(world, request)
        if (run.suite.app !== app) {
          throw refuse(
            403,
            `Invalid app_id \`${app.id}\` - check run can only be modified by the GitHub App that created it.`,
          )
        }
        updateCheckRun(world, run, request.body)
        return ok(renderCheckRun(run, world.urls))
      },
    },
    {
      method: 'GET',
      path: `${base}/check-runs/:run/annotations`,
      auth: 'any',
      handle: (request) => {
        const { items, headers } = pageOf(request, world.urls.api, findRun(world, request).annotations)
        return ok(items, headers)
      },
    },
    {
      method: 'POST',
      path: `${base}/check-runs/:run/rerequest`,
      auth: 'token',
      handle: (request) => {
        openRepository(world, request.caller, nameIn(request), writing('checks'))
        rerequestRun(world, findRun(world, request), actorOf(request.caller))
        return created({})
      },
    },
    {
      method: 'POST',
      path: `${base}/check-suites/:suite/rerequest`,
      auth: 'token',
      handle: (request) => {
        const repository = openRepository(world, request.caller, nameIn(request), writing('checks'))
        const suite = world.checkSuites.get(Number(request.params.suite))
        if (suite?.repository !== repository) throw refuse(404, 'Not Found')
        rerequestSuite(world, suite.app, repository, suite.headSha, actorOf(request.caller))
        return created({})
      },
    },
    {
      method: 'GET',
      path: `${base}/commits/:ref/check-runs`,
      auth: 'any',
      handle: async (request) => {
        const repository = openRepository(world, request.caller, nameIn(request), reading('checks'))
        const sha = await resolveCommit(repository, request.params.ref ?? '')
        if (sha === null) throw refuse(422, `No commit found for SHA: ${request.params.ref}`)
        const all = filterRuns(runsOf(world, repository, sha), request.query)
        const { items, headers } = pageOf(request, world.urls.api, all)
        return ok(
          { total_count: all.length, check_runs: items.map((run) => renderCheckRun(run, world.urls)) },
          headers,
        )
      },
    },
  ]
}

/** Newest first; unless asked for all, only the newest of each name and App. */
function filterRuns(runs: readonly CheckRun[], query: URLSearchParams): readonly CheckRun[] {
  const appId = query.get('app_id')
  const name = query.get('check_name')
  const status = query.get('status')
  const seen = new Set<string>()
  return runs
    .toReversed()
    .filter(({ suite }) => appId === null || suite.app.id === Number(appId))
    .filter((run) => name === null || run.name === name)
    .filter((run) => {
      const key = `${run.suite.app.id} ${run.name}`
      const isLatest = !seen.has(key)
      seen.add(key)
      return isLatest || query.get('filter') === 'all'
    })
    .filter((run) => status === null || run.status === status)
}

function findRun(world: World, request: ApiRequest): CheckRun {
  const repository = openRepository(world, request.caller, nameIn(request), reading('checks'))
  const run = world.checkRuns.get(Number(request.params.run))
  if (run?.suite.repository !== repository) throw refuse(404, 'Not Found')
  return run
}

function requireApp({ caller }: ApiRequest): App {
  const app = appOf(caller)
  if (app === null) throw refuse(403, 'You must authenticate via a GitHub App.')
  return app
}
