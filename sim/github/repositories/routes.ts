/** Repositories over REST: themselves, commits, comparisons, who may do what. */
import { openRepository, reading } from '../access/access.ts'
import { renderInstallation } from '../apps/installation.ts'
import { reaches } from '../apps/installation-token.ts'
import { hasRepository, repositoriesOf } from '../apps/installed-repositories.ts'
import { pageOf } from '../http/page.ts'
import { refuse } from '../http/refusal.ts'
import { type ApiRequest, ok, type Route } from '../http/route.ts'
import { renderFile } from '../pulls/routes.ts'
import { renderAccount } from '../world/account.ts'
import type { Schemas } from '../world/schemas.ts'
import type { World } from '../world/world.ts'
import { renderCommit, renderCommitWithFiles } from './render-commit.ts'
import { permissionsOf, renderFullRepository, renderRepository } from './render-repository.ts'
import { type Repository, resolveCommit, roleOf } from './repository.ts'

const base = '/repos/:owner/:repo'

export function repositoryRoutes(world: World): readonly Route[] {
  const open = (request: ApiRequest, permission: string): Repository =>
    openRepository(
      world,
      request.caller,
      `${request.params.owner}/${request.params.repo}`,
      reading(permission),
    )
  return [
    {
      method: 'GET',
      path: '/installation/repositories',
      auth: 'token',
      handle: (request) => {
        if (request.caller.kind !== 'installation') {
          throw refuse(
            403,
            'You must authenticate with an installation access token in order to list repositories for an installation.',
          )
        }
        const { token } = request.caller
        const all = repositoriesOf(world, token.installation).filter((repository) =>
          reaches(token, repository),
        )
        const { items, headers } = pageOf(request, world.urls.api, all)
        const body = {
          total_count: all.length,
          repository_selection: token.installation.repositories === 'all' ? 'all' : 'selected',
          repositories: items.map((repository) => renderRepository(repository, world.urls)),
        }
        return ok(body, headers)
      },
    },
    {
      method: 'GET',
      path: base,
      auth: 'any',
      handle: (request) => {
        const repository = open(request, 'metadata')
        const role = request.caller.kind === 'person' ? roleOf(repository, request.caller.account) : 'read'
        return ok(renderFullRepository(repository, world.urls, role))
      },
    },
    {
      method: 'GET',
      path: `${base}/installation`,
      auth: 'app',
      handle: ({ caller, params }) => {
        const repository = world.repositories.get(`${params.owner}/${params.repo}`.toLowerCase())
        const installation = [...world.installations.values()].find(
          (one) =>
            repository !== undefined &&
            caller.kind === 'app' &&
            one.app === caller.app &&
            hasRepository(one, repository),
        )
        if (installation === undefined) throw refuse(404, 'Not Found')
        return ok(renderInstallation(installation, world.urls))
      },
    },
    {
      method: 'GET',
      path: `${base}/commits/*ref`,
      auth: 'any',
      handle: async (request) => {
        const repository = open(request, 'contents')
        const ref = request.params.ref ?? ''
        const sha = await resolveCommit(repository, ref)
        if (sha === null) throw refuse(422, `No commit found for SHA: ${ref}`)
        if (/application\/vnd\.github(\.v3)?\.sha/.test(request.headers.accept ?? '')) {
          return { status: 200, body: sha, contentType: 'application/vnd.github.sha; charset=utf-8' }
        }
        return ok(await renderCommitWithFiles(world, repository, sha))
      },
    },
    {
      method: 'GET',
      path: `${base}/compare/*range`,
      auth: 'any',
      handle: async (request) => {
        const comparison = await compare(world, open(request, 'contents'), request.params.range ?? '')
        return ok(comparison)
      },
    },
    {
      method: 'GET',
      path: `${base}/collaborators/:login/permission`,
      auth: 'token',
      handle: (request) => {
        const repository = open(request, 'metadata')
        const account = world.accounts.get((request.params.login ?? '').toLowerCase())
        if (account === undefined) throw refuse(404, `${request.params.login} is not a user`)
        const role = roleOf(repository, account)
        const user = {
          ...renderAccount(account, world.urls),
          permissions: permissionsOf(role),
          role_name: role,
        }
        return ok({
          permission: role,
          role_name: role,
          user,
        } satisfies Schemas['repository-collaborator-permission'])
      },
    },
  ]
}

/** Files are listed up to 300, commits up to 250, as on GitHub. */
async function compare(
  world: World,
  repository: Repository,
  range: string,
): Promise<Schemas['commit-comparison']> {
  const [baseName = '', headName = ''] = range.split('...')
  const from = await resolveCommit(repository, baseName)
  const to = await resolveCommit(repository, headName.split(':').at(-1) ?? '')
  if (from === null || to === null) throw refuse(404, 'Not Found')
  const { commits } = repository.git
  const mergeBase = await commits.mergeBase(from, to)
  if (mergeBase === null) throw refuse(404, `No common ancestor between ${baseName} and ${headName}.`)
  const ahead = await commits.commitsBetween(from, to)
  const behind = await commits.commitsBetween(to, from)
  const diff = await world.diffs.pull(repository.git, from, to)
  const url = `${world.urls.api}/repos/${repository.fullName}/compare/${range}`
  const html = `${world.urls.html}/${repository.fullName}/compare/${range}`
  return {
    url,
    html_url: html,
    permalink_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: await renderCommit(world, repository, from),
    merge_base_commit: await renderCommit(world, repository, mergeBase),
    status: statusOf(ahead.length, behind.length),
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    commits: await Promise.all(
      ahead
        .slice(0, 250)
        .toReversed()
        .map(({ sha }) => renderCommit(world, repository, sha)),
    ),
    files: diff.files.slice(0, 300).map((file) => renderFile(file, repository, to, true, world.urls)),
  }
}

function statusOf(ahead: number, behind: number): Schemas['commit-comparison']['status'] {
  if (ahead > 0) return behind > 0 ? 'diverged' : 'ahead'
  return behind > 0 ? 'behind' : 'identical'
}
