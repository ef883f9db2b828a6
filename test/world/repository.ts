/** Real git repositories, made through `git fast-import`, so that names and contents may be any bytes. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export type FileContent =
  | string
  | Buffer
  | { readonly symlink: string }
  | { readonly submodule: string }
  | { readonly executable: string }
  /** The file is deleted. */
  | null

/** Paths are text, or bytes as a latin1 string when the key begins with `bytes:`. */
export type Files = Readonly<Record<string, FileContent>>

export interface CommitOptions {
  /** Null: a commit without a parent. */
  readonly from?: string | null
  readonly merge?: string
}

export interface Repository {
  readonly folder: string
  /** A commit on `branch`, on top of `from` (default: the branch itself, when it exists). Returns its name. */
  commit(branch: string, files: Files, options?: CommitOptions): string
  /** A commit for each of them, one on top of the other. Returns the name of the last. */
  history(branch: string, changes: readonly Files[]): string
  /** Runs git in the repository as a person would. */
  git(...args: string[]): string
}

export function createRepository(
  options: { readonly bare?: boolean; readonly sha256?: boolean } = {},
): Repository {
  const folder = mkdtempSync(join(tmpdir(), 'autogen-bot-test-repository-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return openRepository(folder, options)
}

/** For programs that are not tests: the caller removes the folder. */
export function openRepository(
  folder: string,
  options: { readonly bare?: boolean; readonly sha256?: boolean } = {},
): Repository {
  const branches = new Set<string>()
  let clock = 1_700_000_000

  function run(args: readonly string[], input?: Buffer): string {
    const result = spawnSync('git', args, {
      cwd: folder,
      input,
      maxBuffer: 256 * 1_048_576,
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: 'A',
        GIT_AUTHOR_EMAIL: 'a@example.test',
        GIT_COMMITTER_NAME: 'A',
        GIT_COMMITTER_EMAIL: 'a@example.test',
      },
    })
    if (result.status !== 0) throw new Error(`git ${args.join(' ')}: ${result.stderr}`)
    return result.stdout.toString('utf8').trimEnd()
  }

  /** One process for all of them, which tells the name of the last. */
  function write(branch: string, changes: readonly Files[], { from, merge }: CommitOptions = {}): string {
    const parent = from === undefined ? (branches.has(branch) ? branch : null) : from
    const message = `${branch}\n`
    const parts = changes.flatMap((files, at): (string | Buffer)[] => {
      clock += 60
      const isFirst = at === 0
      return [
        `commit refs/heads/${branch}\nmark :${at + 1}\ncommitter A <a@example.test> ${clock} +0000\n`,
        `data ${Buffer.byteLength(message)}\n${message}`,
        isFirst ? (parent === null ? '' : `from ${parent}^0\n`) : `from :${at}\n`,
        isFirst && merge !== undefined ? `merge ${merge}^0\n` : '',
        ...Object.entries(files).flatMap(([path, content]) => fileCommand(path, content)),
        '\n',
      ]
    })
    const commands = [...parts, `get-mark :${changes.length}\n`].map((part) => Buffer.from(part as string))
    branches.add(branch)
    return run(['fast-import', '--quiet', '--force'], Buffer.concat(commands))
  }

  run([
    'init',
    '-q',
    '-b',
    'main',
    ...(options.bare ? ['--bare'] : []),
    ...(options.sha256 ? ['--object-format=sha256'] : []),
  ])
  return {
    folder,
    git: (...args) => run(args),
    commit: (branch, files, options) => write(branch, [files], options),
    history: (branch, changes) => write(branch, changes),
  }
}

function fileCommand(path: string, content: FileContent): (string | Buffer)[] {
  const name = quote(path.startsWith('bytes:') ? Buffer.from(path.slice(6), 'latin1') : Buffer.from(path))
  if (content === null) return [`D ${name}\n`]
  if (typeof content === 'string' || Buffer.isBuffer(content)) return inline('100644', name, content)
  if ('symlink' in content) return inline('120000', name, content.symlink)
  if ('executable' in content) return inline('100755', name, content.executable)
  return [`M 160000 ${content.submodule} ${name}\n`]
}

function inline(mode: string, name: string, content: string | Buffer): (string | Buffer)[] {
  const bytes = Buffer.from(content as string)
  return [`M ${mode} inline ${name}\ndata ${bytes.length}\n`, bytes, '\n']
}

function quote(bytes: Buffer): string {
  const escaped = [...bytes].map((byte) =>
    byte < 0x20 || byte > 0x7e || byte === 0x22 || byte === 0x5c
      ? `\\${byte.toString(8).padStart(3, '0')}`
      : String.fromCharCode(byte),
  )
  return `"${escaped.join('')}"`
}
