/** Files, trees and blobs over REST. */
import { openRepository, reading } from '../access/access.ts'
import { entryAt, flattenTree, type NamedEntry, readTree } from '../git/tree.ts'
import { refuse } from '../http/refusal.ts'
import { type ApiAnswer, type ApiRequest, ok, type Route } from '../http/route.ts'
import { nodeId } from '../world/ids.ts'
import type { Schemas } from '../world/schemas.ts'
import type { World } from '../world/world.ts'
import { type Repository, resolveCommit } from './repository.ts'

const base = '/repos/:owner/:repo'

export function contentRoutes(world: World): readonly Route[] {
  const open = ({ caller, params }: ApiRequest): Repository =>
    openRepository(world, caller, `${params.owner}/${params.repo}`, reading('contents'))
  return [
    {
      method: 'GET',
      path: `${base}/contents/*path`,
      auth: 'any',
      handle: (request) => contents(world, open(request), request),
    },
    {
      method: 'GET',
      path: `${base}/git/trees/*sha`,
      auth: 'any',
      handle: async (request) => {
        const repository = open(request)
        return ok(
          await renderTree(
            world,
            repository,
            request.params.sha ?? '',
            request.query.get('recursive') !== null,
          ),
        )
      },
    },
    {
      method: 'GET',
      path: `${base}/git/ref/*ref`,
      auth: 'any',
      handle: async (request) => {
        const repository = open(request)
        const ref = `refs/${request.params.ref ?? ''}`
        const sha = repository.git.refs.get(ref)
        if (sha === undefined) throw refuse(404, 'Not Found')
        const api = `${world.urls.api}/repos/${repository.fullName}`
        const found: Schemas['git-ref'] = {
          ref,
          node_id: nodeId('REF', ref),
          url: `${api}/git/${ref}`,
          object: { type: 'commit', sha, url: `${api}/git/commits/${sha}` },
        }
        return ok(found)
      },
    },
    {
      method: 'GET',
      path: `${base}/git/blobs/:sha`,
      auth: 'any',
      handle: async (request) => {
        const repository = open(request)
        const sha = request.params.sha ?? ''
        const object = await repository.git.objects.read(sha)
        if (object?.kind !== 'blob') throw refuse(404, 'Not Found')
        if (wantsRaw(request)) return raw(object.bytes)
        const blob: Schemas['blob'] = {
          sha,
          node_id: nodeId('B', sha),
          size: object.bytes.length,
          url: `${world.urls.api}/repos/${repository.fullName}/git/blobs/${sha}`,
          content: inLines(object.bytes),
          encoding: 'base64',
        }
        return ok(blob)
      },
    },
  ]
}

async function contents(world: World, repository: Repository, request: ApiRequest): Promise<ApiAnswer> {
  const { git } = repository
  const path = (request.params.path ?? '').replace(/\/$/, '')
  const ref = request.query.get('ref') ?? repository.defaultBranch
  const sha = await resolveCommit(repository, ref)
  const commit = sha === null ? null : await git.commits.read(sha)
  if (commit === null) throw refuse(404, `No commit found for the ref ${ref}`)
  const entry = await entryAt(git.objects, commit.tree, path)
  if (entry === null) throw refuse(404, 'Not Found')
  const name = path.split('/').at(-1) ?? ''
  if (entry.mode === '40000') {
    const inside = (await readTree(git.objects, entry.sha)) ?? []
    const prefix = path === '' ? '' : `${path}/`
    return ok(inside.map((child) => describe(world, repository, ref, `${prefix}${child.name}`, child)))
  }
  const described = describe(world, repository, ref, path, { name, ...entry })
  if (entry.mode === '160000') return ok({ ...described, type: 'submodule', submodule_git_url: null })
  const bytes = (await git.objects.read(entry.sha))?.bytes ?? Buffer.alloc(0)
  if (wantsRaw(request)) return raw(bytes)
  if (entry.mode === '120000') return ok({ ...described, size: bytes.length, target: bytes.toString('utf8') })
  // Between one and a hundred megabytes the content is left out.
  const isLarge = bytes.length > world.sizes.contentBytesMax
  const file: Schemas['content-file'] = {
    ...described,
    type: 'file',
    size: bytes.length,
    encoding: isLarge ? 'none' : 'base64',
    content: isLarge ? '' : inLines(bytes),
  }
  return ok(file)
}

function describe(world: World, { fullName }: Repository, ref: string, path: string, entry: NamedEntry) {
  const encoded = path.split('/').map(encodeURIComponent).join('/')
  const isFolder = entry.mode === '40000'
  const url = `${world.urls.api}/repos/${fullName}/contents/${encoded}?ref=${encodeURIComponent(ref)}`
  const git = `${world.urls.api}/repos/${fullName}/git/${isFolder ? 'trees' : 'blobs'}/${entry.sha}`
  const html = `${world.urls.html}/${fullName}/${isFolder ? 'tree' : 'blob'}/${ref}/${encoded}`
  return {
    type: isFolder ? ('dir' as const) : entry.mode === '120000' ? ('symlink' as const) : ('file' as const),
    size: 0,
    name: entry.name,
    path,
    sha: entry.sha,
    url,
    git_url: git,
    html_url: html,
    download_url: isFolder ? null : `${world.urls.html}/${fullName}/raw/${ref}/${encoded}`,
    _links: { self: url, git, html },
  }
}

async function renderTree(
  world: World,
  repository: Repository,
  name: string,
  isRecursive: boolean,
): Promise<Schemas['git-tree']> {
  const { objects, commits } = repository.git
  const commit = await resolveCommit(repository, name)
  const sha = commit === null ? name : ((await commits.read(commit))?.tree ?? name)
  const top = await readTree(objects, sha)
  if (top === null) throw refuse(404, 'Not Found')
  const all = isRecursive
    ? [...(await flattenTree(objects, sha))].map(([path, entry]) => ({ name: path, ...entry }))
    : top
  const api = `${world.urls.api}/repos/${repository.fullName}/git`
  const shown = all.slice(0, world.sizes.treeEntriesMax)
  const tree = shown.map(async ({ name: path, mode, sha: child }) => {
    const type = mode === '40000' ? 'tree' : mode === '160000' ? 'commit' : 'blob'
    const size = type === 'blob' ? { size: (await objects.read(child))?.bytes.length ?? 0 } : {}
    return { path, mode: mode.padStart(6, '0'), type, sha: child, ...size, url: `${api}/${type}s/${child}` }
  })
  return {
    sha,
    url: `${api}/trees/${sha}`,
    tree: await Promise.all(tree),
    truncated: all.length > shown.length,
  }
}

function wantsRaw(request: ApiRequest): boolean {
  return /application\/vnd\.github(\.v3)?\.raw/.test(request.headers.accept ?? '')
}

function raw(bytes: Buffer): ApiAnswer {
  return { status: 200, body: bytes, contentType: 'application/vnd.github.raw; charset=utf-8' }
}

/** GitHub breaks its base64 after 60 characters. */
function inLines(bytes: Buffer): string {
  return bytes.toString('base64').replace(/(.{60})/g, '$1\n')
}
