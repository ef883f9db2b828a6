/**
 * The only git that may speak to a network: to one origin, by one protocol, without redirects, credential helpers,
 * cookies or submodules. The token goes to it in its environment, which no other user can read, never in an argument,
 * an address or a file. It runs in a process group of its own, so that its transport helpers end with it.
 */
import { spawn } from 'node:child_process'
import { readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fail, type Outcome, succeed } from '../../../domain/outcome.ts'
import type { SourceFailure } from '../../../ports/source/source.ts'
import { alwaysOff, cannotStart, closedEnvironment } from '../git-command.ts'
import { fetchFailed, fetchStopped } from './fetch-failure.ts'
import { identifyProcess } from './process-identity.ts'

export interface FetchBounds {
  /** Bytes that one fetch may write. */
  readonly fetchBytesMax: number
  readonly fetchTimeMs: number
  /** A connection that carries less than 1,000 bytes a second is given up after this long. */
  readonly stallTimeMs: number
  /** Where proxy and certificate settings of the operator are read. */
  readonly environment: Readonly<Record<string, string | undefined>>
}

export interface FetchShape {
  readonly filter: 'blob:none' | `blob:limit=${number}`
  /** Commits of history; null leaves it as it is. */
  readonly depth: number | 'all' | null
  /** Whether the host is told what is here already. */
  readonly negotiates: boolean
  /** When the bound of all fetches is too wide. */
  readonly bytesMax?: number
}

export interface FetchCall {
  /** The bare repository that receives. */
  readonly gitDirectory: string
  /** Holds the identity of the running git, so that it can be ended when its owner was killed. */
  readonly childFile: string
  readonly url: string
  readonly token: () => Promise<string>
  readonly shape: FetchShape
  /** Refspecs or object names, all made by us. */
  readonly wants: readonly string[]
  readonly signal: AbortSignal
}

type Stop = 'timed-out' | 'aborted' | 'too-large'

const watchMs = 100
const saidMax = 8_000
/** Set by the operator on the process; git and curl know them. */
const operatorVariables = /^(?:https?_proxy|no_proxy|all_proxy|ssl_cert_file|ssl_cert_dir|git_ssl_cainfo)$/i

export async function fetchObjects(
  call: FetchCall,
  bounds: FetchBounds,
): Promise<Outcome<null, SourceFailure>> {
  if (call.signal.aborted) return fail(fetchStopped('aborted', bounds))
  const token = await call.token()
  const before = await bytesOfPacks(call.gitDirectory)
  const child = spawn('git', argumentsOf(call), {
    cwd: call.gitDirectory,
    env: environmentOf(call, bounds, token),
    stdio: ['pipe', 'ignore', 'pipe'],
    detached: true,
  })
  const bytesMax = Math.min(bounds.fetchBytesMax, call.shape.bytesMax ?? Number.POSITIVE_INFINITY)
  let stopped: Stop | null = null
  const stop = (why: Stop) => {
    stopped ??= why
    endGroup(child.pid)
  }
  const said = listen(child.stderr)
  const ended = new Promise<number | Error>((resolve) => {
    child.once('error', resolve)
    child.once('close', (code) => resolve(code ?? -1))
  })
  child.stdin.on('error', () => {})
  const timer = setTimeout(() => stop('timed-out'), bounds.fetchTimeMs)
  const onAbort = () => stop('aborted')
  call.signal.addEventListener('abort', onAbort, { once: true })
  const watch = watchBytes(call.gitDirectory, before + bytesMax, () => stop('too-large'))
  try {
    if (child.pid !== undefined) {
      await writeFile(call.childFile, JSON.stringify(await identifyProcess(child.pid)))
    }
    // It begins to work only now that its identity is on record.
    child.stdin.end(call.wants.map((want) => `${want}\n`).join(''))
    const result = await ended
    if (result instanceof Error) return fail(cannotStart(result, { cwd: call.gitDirectory }))
    if (result !== 0) endGroup(child.pid)
    if (stopped !== null) return fail(fetchStopped(stopped, bounds))
    if (result !== 0) return fail(fetchFailed(said().replaceAll(token, '***')))
    return succeed(null)
  } finally {
    clearTimeout(timer)
    clearInterval(watch)
    call.signal.removeEventListener('abort', onAbort)
    if (child.exitCode === null) endGroup(child.pid)
    await rm(call.childFile, { force: true })
  }
}

/** Ends git and the helpers that it started; they share its group. */
export function endGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // Gone already.
  }
}

function argumentsOf({ shape }: FetchCall): readonly string[] {
  const settings = shape.negotiates ? alwaysOff : [...alwaysOff, 'fetch.negotiationAlgorithm=noop']
  return [
    ...settings.flatMap((setting) => ['-c', setting]),
    'fetch',
    // Its lines to stderr are what ends it when we were killed: nobody reads them then.
    '--progress',
    '--no-tags',
    '--no-write-fetch-head',
    '--no-auto-maintenance',
    '--no-show-forced-updates',
    '--no-recurse-submodules',
    `--filter=${shape.filter}`,
    ...depthOptions(shape.depth),
    '--stdin',
    'origin',
  ]
}

function depthOptions(depth: FetchShape['depth']): readonly string[] {
  if (depth === null) return []
  return [depth === 'all' ? '--unshallow' : `--depth=${depth}`]
}

function environmentOf(call: FetchCall, bounds: FetchBounds, token: string): Record<string, string> {
  const { protocol, origin } = new URL(call.url)
  const scheme = protocol.slice(0, -1)
  const credentials = Buffer.from(`x-access-token:${token}`).toString('base64')
  const settings: readonly (readonly [string, string])[] = [
    ['remote.origin.url', call.url],
    ['remote.origin.tagOpt', '--no-tags'],
    // For this origin alone, should anything ever lead elsewhere.
    [`http.${origin}/.extraHeader`, `Authorization: Basic ${credentials}`],
    ['http.followRedirects', 'false'],
    ['http.saveCookies', 'false'],
    ['http.lowSpeedLimit', '1000'],
    ['http.lowSpeedTime', String(Math.max(1, Math.ceil(bounds.stallTimeMs / 1_000)))],
    ['credential.helper', ''],
    [`protocol.${scheme}.allow`, 'always'],
    ['protocol.version', '2'],
    ['transfer.credentialsInUrl', 'die'],
    ['transfer.bundleURI', 'false'],
    ['advice.fetchShowForcedUpdates', 'false'],
    ['fetch.recurseSubmodules', 'false'],
    ['fetch.writeCommitGraph', 'false'],
    // Names of objects are checked anyway. Git's further checks cannot be loosened for filtered fetches, so they would
    // refuse honest old histories and the very changes that ought to be read; they protect those who check out.
    ['fetch.fsckObjects', 'false'],
  ]
  const operator = Object.entries(bounds.environment).filter(([name]) => operatorVariables.test(name))
  const numbered = settings.flatMap(([key, value], at) => [
    [`GIT_CONFIG_KEY_${at}`, key],
    [`GIT_CONFIG_VALUE_${at}`, value],
  ])
  return {
    ...closedEnvironment(),
    ...Object.fromEntries(operator.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
    ...Object.fromEntries(numbered),
    GIT_CONFIG_COUNT: String(settings.length),
    GIT_DIR: call.gitDirectory,
    GIT_ALLOW_PROTOCOL: scheme,
    // A pack may hold deltas against blobs that the filter kept away: git fetches those while it indexes the pack.
    GIT_NO_LAZY_FETCH: '0',
  }
}

/** Progress ends in a carriage return; what counts are the lines, the last ones most. */
function listen(stderr: NodeJS.ReadableStream): () => string {
  let said = ''
  stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).replaceAll(/[^\r\n]*\r(?!\n)/g, '').slice(-saidMax)
  })
  return () => said
}

function watchBytes(gitDirectory: string, bytesMax: number, onTooLarge: () => void): NodeJS.Timeout {
  return setInterval(() => {
    bytesOfPacks(gitDirectory).then(
      (bytes) => bytes > bytesMax && onTooLarge(),
      () => {},
    )
  }, watchMs)
}

async function bytesOfPacks(gitDirectory: string): Promise<number> {
  const folder = join(gitDirectory, 'objects', 'pack')
  const names = await readdir(folder)
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        (found) => found.size,
        () => 0,
      ),
    ),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
