/**
 * The pages of the simulated GitHub, for people and browsers. Everything that is shown was written by somebody hostile
 * as far as this site is concerned: it is escaped, and the browser is told to run nothing but the site's own script.
 * One person looks at it, on this machine only.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { SimulatedGitHub } from '../simulated-github.ts'
import { renderEdit } from './edit-page.ts'
import type { Html } from './html.ts'
import { renderPage } from './layout.ts'
import { renderPull } from './pull-page.ts'
import { createPullReader, type PullReader } from './read-pull.ts'
import { renderRepositories, renderRepository } from './repository-page.ts'
import { submitForm } from './submit-form.ts'

export interface SiteOptions {
  readonly github: SimulatedGitHub
  /** Login of the person who looks and writes. */
  readonly viewer: string
  /** `owner/name` each; no other is shown. */
  readonly repositories: readonly string[]
}

export interface Site {
  readonly url: string
  close(): Promise<void>
}

export async function startSite(options: SiteOptions): Promise<Site> {
  let own = ''
  const reader = createPullReader(options.github, options.github.person(options.viewer))
  const server = createServer((incoming, outgoing) => {
    answer({ ...options, reader, own }, incoming, outgoing).catch((error: unknown) => {
      if (outgoing.headersSent) outgoing.destroy()
      else send(outgoing, 500, 'text/plain', `The simulated site has a bug: ${String(error)}\n`)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  own = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: `http://${own}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Context extends SiteOptions {
  readonly reader: PullReader
  /** Host and port. */
  readonly own: string
}

const assets: Readonly<Record<string, string>> = { 'site.css': 'text/css', 'live.js': 'text/javascript' }
const pullPath = /^\/([\w.-]+\/[\w.-]+)\/pull\/([1-9]\d{0,8})(?:\/(\w+))?$/

async function answer(context: Context, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const url = new URL(incoming.url ?? '/', `http://${context.own}`)
  // Another name for this machine is how a page from elsewhere would come in.
  if (incoming.headers.host !== context.own) return send(outgoing, 421, 'text/plain', 'Not this host.\n')
  const asset = /^\/assets\/([\w.]+)$/.exec(url.pathname)?.[1] ?? ''
  const type = assets[asset]
  if (type !== undefined)
    return send(outgoing, 200, type, await readFile(join(import.meta.dirname, 'assets', asset)))
  const place = placeIn(context, url.pathname)
  if (place === null) return send(outgoing, 404, 'text/plain', 'Not found.\n')
  if (incoming.method === 'POST') return post(context, place, incoming, outgoing)
  const page = await renderPlace(context, place, url.searchParams)
  if (page === null) return send(outgoing, 404, 'text/plain', 'Not found.\n')
  if (url.searchParams.has('version')) return send(outgoing, 200, 'text/plain', page.version)
  send(outgoing, 200, 'text/html', renderPage({ ...page, viewer: context.viewer }).text)
}

export type Place =
  | { readonly kind: 'start' }
  | { readonly kind: 'repository'; readonly repository: string }
  | {
      readonly kind: 'pull'
      readonly repository: string
      readonly number: number
      readonly action: string | null
    }

function placeIn({ repositories, github }: Context, path: string): Place | null {
  if (path === '/') return { kind: 'start' }
  const repository = repositories.find((name) => path === `/${name}` || path.startsWith(`/${name}/`))
  if (repository === undefined) return null
  if (path === `/${repository}`) return { kind: 'repository', repository }
  const [, named, number, action = null] = pullPath.exec(path) ?? []
  if (named !== repository || !github.pulls(repository).some((pull) => pull.number === Number(number)))
    return null
  return { kind: 'pull', repository, number: Number(number), action }
}

interface PlacePage {
  readonly title: string
  readonly trail: readonly (readonly [string, string])[]
  readonly content: Html
  readonly version: string
}

async function renderPlace(
  context: Context,
  place: Place,
  query: URLSearchParams,
): Promise<PlacePage | null> {
  const { github, repositories, reader } = context
  if (place.kind === 'start')
    return { title: 'Repositories', trail: [], content: renderRepositories(repositories), version: '' }
  const { repository } = place
  const trail = [[repository, `/${repository}`]] as const
  if (place.kind === 'repository') {
    const pulls = github.pulls(repository)
    return {
      title: repository,
      trail,
      content: renderRepository(repository, pulls),
      version: versionOf(pulls),
    }
  }
  const { number, action } = place
  const here = `/${repository}/pull/${number}`
  const title = `${github.pull(repository, number).title} #${number}`
  const below = [...trail, [`#${number}`, here]] as const
  if (action === 'edit') {
    const path = query.get('path') ?? ''
    const content = await reader.content(repository, number, path)
    return content === null
      ? null
      : { title, trail: below, content: renderEdit({ pullPath: here, path, content }), version: '' }
  }
  if (action !== null) return null
  const version = versionOf(github.pull(repository, number))
  if (query.has('version')) return { title, trail, content: renderRepositories([]), version }
  return { title, trail: below, content: renderPull(await reader.facts(repository, number)), version }
}

async function post(
  context: Context,
  place: Place,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  if (incoming.headers.origin !== `http://${context.own}`)
    return send(outgoing, 403, 'text/plain', 'Not from this page.\n')
  if (place.kind !== 'pull' || place.action === null) return send(outgoing, 404, 'text/plain', 'Not found.\n')
  const form = await readForm(incoming)
  if (form === null) return send(outgoing, 413, 'text/plain', 'Too much.\n')
  const refusal = await submitForm({ ...context, ...place, action: place.action, form })
  if (refusal !== null) return send(outgoing, 422, 'text/plain', `${refusal}\n`)
  outgoing.writeHead(303, { location: `/${place.repository}/pull/${place.number}` }).end()
}

const formBytesMax = 2 * 1024 * 1024

async function readForm(incoming: IncomingMessage): Promise<URLSearchParams | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= formBytesMax) chunks.push(chunk)
  }
  return size > formBytesMax ? null : new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}

function versionOf(shown: unknown): string {
  const text = JSON.stringify(shown, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; " +
  "base-uri 'none'; frame-ancestors 'none'"

function send(outgoing: ServerResponse, status: number, type: string, content: string | Buffer): void {
  outgoing.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    // Not `no-referrer`: with it, a browser sends forms with the origin `null`.
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
  })
  outgoing.end(content)
}
