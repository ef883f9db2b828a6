/** Puts a child into namespaces of its own with bubblewrap, where that is installed and the kernel allows it. */
import { existsSync } from 'node:fs'
import { childEnvironment } from './child-environment.ts'
import { type Launch, startChild } from './launch.ts'
import { socketWall } from './socket-wall.ts'

/** Turns a launch into one inside the walls. `reads` stay visible under their own names, nothing is writable. */
export type Wrap = (
  launch: Launch,
  reads: readonly string[],
  cwd: string,
  environment?: Readonly<Record<string, string>>,
) => Launch

const places = ['/usr/bin/bwrap', '/usr/local/bin/bwrap', '/bin/bwrap'] as const
const systemFolders = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'] as const
const systemFiles = ['/etc/ld.so.cache', '/etc/ld.so.conf', '/etc/alternatives', '/nix/store'] as const

const trialMsMax = 3_000
const wall = socketWall(process.arch)

/** Null when bubblewrap is missing or cannot make namespaces here (as in many containers). */
export async function findBubblewrap(): Promise<Wrap | null> {
  const program = places.find((path) => existsSync(path))
  if (program === undefined) return null
  const wrap = wrapWith(program)
  const trial = wrap({ program: '/bin/true', args: [] }, [], '/')
  const works = await new Promise<boolean>((resolve) => {
    const child = startChild(trial, '/')
    child.stdin.end()
    child.stdout.resume()
    const bound = setTimeout(() => child.kill('SIGKILL'), trialMsMax)
    child.once('error', () => resolve(false))
    child.once('close', (code) => resolve(code === 0))
    child.once('close', () => clearTimeout(bound))
  })
  return works ? wrap : null
}

function wrapWith(program: string): Wrap {
  return (launch, reads, cwd, environment = {}) => ({
    program,
    wall,
    args: [
      ...(wall === null ? [] : ['--seccomp', '3']),
      '--unshare-all',
      '--die-with-parent',
      '--new-session',
      '--clearenv',
      ...Object.entries({ ...childEnvironment, ...environment }).flatMap(([name, value]) => [
        '--setenv',
        name,
        value,
      ]),
      '--proc',
      '/proc',
      '--dev',
      '/dev',
      '--tmpfs',
      '/tmp',
      ...[...systemFolders, ...systemFiles, ...reads].flatMap((path) => ['--ro-bind-try', path, path]),
      '--chdir',
      cwd,
      '--',
      launch.program,
      ...launch.args,
    ],
  })
}
