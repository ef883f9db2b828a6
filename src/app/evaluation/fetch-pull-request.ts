/**
 * Brings one pull request into a repository of ours, with two commits and no history: where it left its base, and all
 * of it on top. That is what is reviewed, and small enough for a benchmark of projects with long histories.
 */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import { type GoldenPullRequest, goldenRefs } from './read-golden-comments.ts'

export interface GoldenHost {
  readonly apiUrl: string
  readonly gitUrl: string
  /** Null: public repositories, within the host's limit for strangers. */
  readonly token: string | null
}

const run = promisify(execFile)
const commit = /^[0-9a-f]{40}$/
const reasonCharactersMax = 500
const requestMsMax = 30_000
const fetchMsMax = 600_000

export interface FetchedPullRequest {
  /** It was there already. */
  readonly isKept: boolean
}

/** @returns of a failure what went wrong and what to do, in sentences */
export async function fetchPullRequest(
  wanted: Pick<GoldenPullRequest, 'owner' | 'name' | 'number'>,
  repositoriesFolder: string,
  host: GoldenHost,
  signal: AbortSignal,
): Promise<Outcome<FetchedPullRequest, string>> {
  try {
    return succeed(await bring(wanted, repositoriesFolder, { ...host, signal }))
  } catch (error) {
    // The host, git and the disk fail in ways of their own: whichever it was, this one is not there, and others may be.
    return fail(reasonOf(error))
  }
}

/** In one line: git tells in several what went wrong, and `fetch` only in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'It could not be fetched.'
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : ''
  return `${error.message}${cause}`.trim().replace(/\s+/g, ' ').slice(0, reasonCharactersMax)
}

interface Place extends GoldenHost {
  readonly signal: AbortSignal
}

async function bring(
  { owner, name, number }: Pick<GoldenPullRequest, 'owner' | 'name' | 'number'>,
  repositoriesFolder: string,
  host: Place,
): Promise<FetchedPullRequest> {
  const folder = join(repositoriesFolder, `${owner}__${name}`)
  const refs = goldenRefs(number)
  if (!existsSync(folder)) {
    await mkdir(folder, { recursive: true })
    await git(folder, host, ['init', '--quiet', '--bare', '--template=', '.'])
  }
  if ((await hasRef(folder, host, refs.base)) && (await hasRef(folder, host, refs.head)))
    return { isKept: true }

  const api = `${host.apiUrl}/repos/${owner}/${name}`
  const pull = await askApi(`${api}/pulls/${number}`, host)
  const [base, head] = [commitIn(pull, 'base', 'sha'), commitIn(pull, 'head', 'sha')]
  const forked = commitIn(await askApi(`${api}/compare/${base}...${head}`, host), 'merge_base_commit', 'sha')
  const address = `${host.gitUrl}/${owner}/${name}.git`
  await git(folder, host, ['fetch', '--quiet', '--no-tags', '--depth=1', address, forked, head])
  const message = `${textIn(pull, 'title')}\n\n${textIn(pull, 'body')}`.trim()
  const made = await git(folder, host, ['commit-tree', `${head}^{tree}`, '-p', forked, '-m', message])
  await git(folder, host, ['update-ref', refs.base, forked])
  await git(folder, host, ['update-ref', refs.head, made])
  return { isKept: false }
}

async function hasRef(folder: string, host: Place, ref: string): Promise<boolean> {
  return git(folder, host, ['rev-parse', '--verify', '--quiet', ref]).then(
    () => true,
    () => false,
  )
}

/** The token goes by environment, so that it stands in no list of processes and in no file. */
async function git(folder: string, { token, signal }: Place, words: readonly string[]): Promise<string> {
  const login = Buffer.from(`x-access-token:${token}`).toString('base64')
  const { stdout } = await run('git', [...words], {
    cwd: folder,
    timeout: fetchMsMax,
    signal,
    maxBuffer: 16 * 1_048_576,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      GIT_TERMINAL_PROMPT: '0',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'eval',
      GIT_AUTHOR_EMAIL: 'eval@example.com',
      GIT_AUTHOR_DATE: '@1700000000 +0000',
      GIT_COMMITTER_NAME: 'eval',
      GIT_COMMITTER_EMAIL: 'eval@example.com',
      GIT_COMMITTER_DATE: '@1700000000 +0000',
      ...(token === null
        ? {}
        : {
            GIT_CONFIG_COUNT: '1',
            GIT_CONFIG_KEY_0: 'http.extraHeader',
            GIT_CONFIG_VALUE_0: `Authorization: Basic ${login}`,
          }),
    },
  })
  return stdout.trim()
}

async function askApi(url: string, { token, signal }: Place): Promise<unknown> {
  const response = await fetch(url, {
    headers: {
      accept: 'application/vnd.github+json',
      'user-agent': 'autogen-bot-eval',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    signal: AbortSignal.any([signal, AbortSignal.timeout(requestMsMax)]),
  })
  if (!response.ok) throw new Error(`${url} answered ${response.status}.${remedyFor(response, token)}`)
  return response.json()
}

function remedyFor({ status, headers }: Response, token: string | null): string {
  const hasToken = token !== null
  if (status === 401) return ' GITHUB_TOKEN is not valid.'
  if (status === 404)
    return ` It is not there, or private: ${hasToken ? 'GITHUB_TOKEN may not read it' : 'set GITHUB_TOKEN to one that may read it'}.`
  if (status === 429 || (status === 403 && headers.get('x-ratelimit-remaining') === '0'))
    return hasToken
      ? ' The limit of GITHUB_TOKEN is used up: run it again in an hour.'
      : ' The limit for strangers is used up: set GITHUB_TOKEN, or run it again in an hour.'
  return ''
}

function commitIn(value: unknown, ...keys: readonly string[]): string {
  const name = at(value, keys)
  if (typeof name === 'string' && commit.test(name)) return name
  throw new Error(`the host told no commit at ${keys.join('.')}`)
}

function textIn(value: unknown, key: string): string {
  const text = at(value, [key])
  return typeof text === 'string' ? text : ''
}

function at(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (inside, key) => (typeof inside === 'object' && inside !== null ? Reflect.get(inside, key) : undefined),
    value,
  )
}
