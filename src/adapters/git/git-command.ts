/**
 * Runs git so that nothing outside its arguments decides what it does: no configuration of system or user, no hooks,
 * filters, pagers, prompts, transports, lazy fetches, replacement objects, and no `GIT_*` of the caller.
 */
import { spawn } from 'node:child_process'
import { delimiter, isAbsolute } from 'node:path'
import type { Readable } from 'node:stream'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { SourceFailure } from '../../ports/source/source.ts'

export interface GitCall {
  readonly args: readonly string[]
  /** Git directory and, where one is needed, index, work tree and object store. */
  readonly env?: Readonly<Record<string, string>>
  readonly cwd: string
  readonly stdin?: string | Buffer
  readonly signal: AbortSignal
  readonly timeMs?: number
  /** Exit codes that are answers rather than failures. Default: 0. */
  readonly exitCodes?: readonly number[]
}

export interface GitResult {
  readonly stdout: Buffer
  readonly exitCode: number
}

export const timeMsDefault = 60_000
export const stderrBytesMax = 4_000

/** Settings of every git that we start; those of repository, user and system have no say. */
export const alwaysOff: readonly string[] = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.pager=cat',
  'core.attributesFile=/dev/null',
  'core.excludesFile=/dev/null',
  'core.untrackedCache=false',
  'core.quotePath=true',
  'diff.external=',
  'protocol.allow=never',
  'submodule.recurse=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'safe.directory=*',
]

/** Reads all of git's output, at most what fits the bounds that the caller set on objects. */
export async function git(call: GitCall): Promise<Outcome<GitResult, SourceFailure>> {
  const chunks: Buffer[] = []
  return streamGit(call, async (stdout) => {
    for await (const chunk of stdout) chunks.push(chunk as Buffer)
  }).then((outcome) =>
    outcome.ok ? succeed({ stdout: Buffer.concat(chunks), exitCode: outcome.value }) : outcome,
  )
}

/** Hands git's output to `consume` as it comes. The value is the exit code. */
export async function streamGit(
  call: GitCall,
  consume: (stdout: Readable) => Promise<void>,
): Promise<Outcome<number, SourceFailure>> {
  const timeMs = call.timeMs ?? timeMsDefault
  const child = startGit(call)
  let stderr = ''
  let stopped: 'timed-out' | 'aborted' | null = null
  const stop = (why: 'timed-out' | 'aborted') => {
    stopped ??= why
    child.kill('SIGKILL')
  }
  const timer = setTimeout(() => stop('timed-out'), timeMs)
  const onAbort = () => stop('aborted')
  call.signal.addEventListener('abort', onAbort, { once: true })
  if (call.signal.aborted) onAbort()
  child.stderr.on('data', (chunk: Buffer) => {
    if (stderr.length < stderrBytesMax) stderr += chunk.toString('utf8')
  })
  // Git may end before it has read everything; what it thought of that is in its exit code.
  child.stdin.on('error', () => {})
  child.stdin.end(call.stdin ?? '')
  try {
    const ended = new Promise<number | Error>((resolve) => {
      child.once('error', resolve)
      child.once('close', (code) => resolve(code ?? -1))
    })
    const [, result] = await Promise.all([consume(child.stdout), ended])
    if (result instanceof Error) return fail(cannotStart(result, call))
    if (stopped !== null) return fail(wasStopped(stopped, call, timeMs))
    if (!(call.exitCodes ?? [0]).includes(result)) return fail(gitFailed(call, result, stderr))
    return succeed(result)
  } finally {
    clearTimeout(timer)
    call.signal.removeEventListener('abort', onAbort)
    if (child.exitCode === null) child.kill('SIGKILL')
  }
}

export function startGit({ args, cwd, env }: Pick<GitCall, 'args' | 'cwd' | 'env'>) {
  return spawn('git', [...alwaysOff.flatMap((setting) => ['-c', setting]), ...args], {
    cwd,
    env: { ...closedEnvironment(), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
}

export function closedEnvironment(): Record<string, string> {
  return {
    PATH: trustedPath(process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin'),
    LC_ALL: 'C',
    HOME: '/nonexistent',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '/bin/false',
    GIT_PAGER: 'cat',
  }
}

/**
 * Without folders that may belong to the repository under review: relative ones, and those that `npm run` puts in
 * front. A change could bring a program named `git` there.
 */
function trustedPath(path: string): string {
  return path
    .split(delimiter)
    .filter((folder) => isAbsolute(folder) && !folder.split(/[/\\]/).includes('node_modules'))
    .join(delimiter)
}

export function cannotStart(error: Error & { code?: string }, call: { readonly cwd: string }): SourceFailure {
  if (error.code === 'ENOENT') {
    return {
      kind: 'git-missing',
      message: `git could not be started in ${call.cwd}.`,
      remedy: 'Install git 2.31 or newer, put it on PATH, and check that the folder exists.',
    }
  }
  return {
    kind: 'git-failed',
    message: `git could not be started: ${error.message}.`,
    remedy: 'Check the folder.',
  }
}

export function wasStopped(
  why: 'timed-out' | 'aborted',
  call: Pick<GitCall, 'args'>,
  timeMs: number,
): SourceFailure {
  if (why === 'aborted')
    return { kind: 'timed-out', message: 'The review was cancelled.', remedy: 'Start it again.' }
  return {
    kind: 'timed-out',
    message: `git ${commandOf(call)} took longer than ${timeMs / 1000} s and was ended.`,
    remedy: 'Run "git gc" in the repository, or review a smaller change.',
  }
}

export function gitFailed(call: Pick<GitCall, 'args'>, exitCode: number, stderr: string): SourceFailure {
  const said = stderr.trim().split('\n').slice(0, 3).join(' ')
  const isMissing = /unable to read|bad object|missing blob|promisor|could not get object/i.test(said)
  return {
    kind: isMissing ? 'objects-missing' : 'git-failed',
    message: `git ${commandOf(call)} ended with ${exitCode}: ${said || 'it said nothing'}`,
    remedy: isMissing
      ? 'The repository lacks objects of this change (a partial clone or a damaged one): fetch them, e.g. with "git fetch --refetch", and check with "git fsck".'
      : 'Check the repository with "git fsck".',
  }
}

/** The first word that is neither a setting (`-c name=value`) nor its flag. */
function commandOf({ args }: Pick<GitCall, 'args'>): string {
  return args.find((arg, at) => arg !== '-c' && args[at - 1] !== '-c') ?? ''
}
