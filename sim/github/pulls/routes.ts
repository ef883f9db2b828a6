/** Pull requests over REST: the list, one, its files, its commits, its diff. */
import { openRepository, reading, writing } from '../access/access.ts'
import { actorOf } from '../access/caller.ts'
import { type DiffFile, patchOf } from '../git/parse-diff.ts'
import { pageOf } from '../http/page.ts'
import { refuse } from '../http/refusal.ts'
import { type ApiAnswer, ok, type Route } from '../http/route.ts'
import { renderCommit } from '../repositories/render-commit.ts'
import type { Repository } from '../repositories/repository.ts'
import type { Schemas } from '../world/schemas.ts'
import type { Urls, World } from '../world/world.ts'
import { closePull, reopenPull, retitlePull } from './change-pull-request.ts'
import { findPull } from './find-pull.ts'
import type { PullRequest } from './pull-request.ts'
import { renderPullRequest, renderPullRequestSimple } from './render-pull-request.ts'

const base = '/repos/:owner/:repo/pulls'

export function pullRoutes(world: World): readonly Route[] {
  return [
    {
      method: 'GET',
      path: base,
      auth: 'any',
      handle: (request) => {
        const { params, query, caller } = request
        const repository = openRepository(
          world,
          caller,
          `${params.owner}/${params.repo}`,
          reading('pull_requests'),
        )
        const { items, headers } = pageOf(request, world.urls.api, listPulls(repository, query))
        return ok(
          items.map((pull) => renderPullRequestSimple(pull, world.urls)),
          headers,
        )
      },
    },
    {
      method: 'GET',
      path: `${base}/:number`,
      auth: 'any',
      handle: (request) => {
        const pull = findPull(world, request, reading('pull_requests'))
        const wantsDiff = /application\/vnd\.github(\.v3)?\.diff/.test(request.headers.accept ?? '')
        return wantsDiff ? diffAnswer(world, pull) : ok(renderPullRequest(pull, world.urls))
      },
    },
    {
      method: 'PATCH',
      path: `${base}/:number`,
      auth: 'token',
      handle: async (request) => {
        const pull = findPull(world, request, writing('pull_requests'))
        const by = actorOf(request.caller)
        const state = request.body.text('state')
        const title = request.body.text('title')
        if (title !== undefined) retitlePull(world, pull, title, by)
        if (state === 'closed') closePull(world, pull, by)
        if (state === 'open' && pull.state === 'closed') await reopenPull(world, pull, by)
        return ok(renderPullRequest(pull, world.urls))
      },
    },
    {
      method: 'GET',
      path: `${base}/:number/files`,
      auth: 'any',
      handle: (request) => {
        const pull = findPull(world, request, reading('pull_requests'))
        const shown = pull.diff.files.slice(0, world.sizes.pullFilesMax)
        const withPatch = filesWithPatch(shown, world.sizes.pullPatchLinesMax)
        const { items, headers } = pageOf(request, world.urls.api, shown)
        return ok(
          items.map((file) =>
            renderFile(file, pull.repository, pull.headSha, withPatch.has(file), world.urls),
          ),
          headers,
        )
      },
    },
    {
      method: 'GET',
      path: `${base}/:number/commits`,
      auth: 'any',
      handle: async (request) => {
        const pull = findPull(world, request, reading('pull_requests'))
        const { items, headers } = pageOf(request, world.urls.api, pull.commitShas.toReversed().slice(0, 250))
        const commits = items.map((sha) => renderCommit(world, pull.repository, sha))
        return ok(await Promise.all(commits), headers)
      },
    },
  ]
}

function listPulls(repository: Repository, query: URLSearchParams): readonly PullRequest[] {
  const state = query.get('state') ?? 'open'
  const head = query.get('head')
  const baseBranch = query.get('base')
  const key = query.get('sort') === 'updated' ? 'updatedMs' : 'createdMs'
  const sign = (query.get('direction') ?? (query.get('sort') === null ? 'desc' : 'asc')) === 'desc' ? -1 : 1
  return [...repository.pulls.values()]
    .filter((pull) => state === 'all' || pull.state === state)
    .filter((pull) => head === null || head === `${pull.headRepository.owner.login}:${pull.headBranch}`)
    .filter((pull) => baseBranch === null || baseBranch === pull.baseBranch)
    .sort((left, right) => sign * (left[key] - right[key] || left.number - right.number))
}

function diffAnswer(world: World, pull: PullRequest): ApiAnswer {
  const { files, additions, deletions } = pull.diff
  const { diffFilesMax, diffLinesMax } = world.sizes
  const tooLarge = (what: string) =>
    refuse(406, `Sorry, the diff exceeded the maximum number of ${what}.`, [
      { resource: 'PullRequest', field: 'diff', code: 'too_large' },
    ])
  if (files.length > diffFilesMax) throw tooLarge(`files (${diffFilesMax})`)
  if (additions + deletions > diffLinesMax) throw tooLarge(`lines (${diffLinesMax})`)
  const body = files.map(({ section }) => section).join('')
  return { status: 200, body, contentType: 'application/vnd.github.diff; charset=utf-8' }
}

function filesWithPatch(files: readonly DiffFile[], linesMax: number): ReadonlySet<DiffFile> {
  const shown = new Set<DiffFile>()
  let lines = 0
  for (const file of files) {
    lines += file.hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0)
    if (lines > linesMax) break
    shown.add(file)
  }
  return shown
}

export function renderFile(
  file: DiffFile,
  { fullName }: Repository,
  commit: string,
  withPatch: boolean,
  urls: Urls,
): Schemas['diff-entry'] {
  const path = file.path.split('/').map(encodeURIComponent).join('/')
  const patch = withPatch ? patchOf(file) : undefined
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${urls.html}/${fullName}/blob/${commit}/${path}`,
    raw_url: `${urls.html}/${fullName}/raw/${commit}/${path}`,
    contents_url: `${urls.api}/repos/${fullName}/contents/${path}?ref=${commit}`,
    ...(patch === undefined ? {} : { patch }),
    ...(file.previousPath === null ? {} : { previous_filename: file.previousPath }),
  }
}
