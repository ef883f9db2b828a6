/** What the author of the change does: a clone, commits and pushes by git over HTTP, as anybody would. */
import { execFile } from 'node:child_process'
import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface WorkingCopy {
  /** Copies the folder's files over those that are there. @returns the commit */
  commitFiles(branch: string, folder: string, message: string): Promise<string>
  /** As `commitFiles`, with one file more. */
  write(path: string, content: string): Promise<void>
}

export interface CloneOptions {
  readonly url: string
  readonly login: string
  readonly token: string
  /** Not there yet. */
  readonly folder: string
}

export async function cloneRepository({ url, login, token, folder }: CloneOptions): Promise<WorkingCopy> {
  const credentials = Buffer.from(`${login}:${token}`).toString('base64')
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: '/nonexistent',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    // In the environment: arguments are seen by everybody on the machine.
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'http.extraHeader',
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${credentials}`,
    GIT_AUTHOR_NAME: login,
    GIT_AUTHOR_EMAIL: `${login}@example.test`,
    GIT_COMMITTER_NAME: login,
    GIT_COMMITTER_EMAIL: `${login}@example.test`,
  }
  const git = async (...args: readonly string[]) =>
    (await run('git', args, { cwd: folder, env })).stdout.trim()
  await run('git', ['clone', '--quiet', url, folder], { env })
  return {
    write: (path, content) => writeFile(join(folder, path), content),
    commitFiles: async (branch, files, message) => {
      await git('checkout', '--quiet', '-B', branch)
      await cp(files, folder, { recursive: true })
      await git('add', '--all')
      await git('commit', '--quiet', '--message', message)
      await git('push', '--quiet', 'origin', branch)
      return git('rev-parse', 'HEAD')
    },
  }
}
