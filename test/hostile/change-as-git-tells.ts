/**
 * What a change consists of, asked of git in the plainest way and in a repository without any configuration, so that
 * the program's own reading is compared with another one.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { HostileWorld } from './hostile-world.ts'

export interface PlainGit {
  /** Paths as latin1 strings, one character a byte. */
  changedPaths(
    from: string,
    to: string,
  ): { readonly kept: ReadonlySet<string>; readonly deleted: ReadonlySet<string> }
  /** Line numbers, from 1. An absent path has no lines. */
  changedLines(old: Place, now: Place): ChangedLines
  mergeBase(base: string, head: string): string
  /** The work tree as a tree. */
  treeOfWorkTree(): string
}

export interface ChangedLines {
  readonly added: ReadonlySet<number>
  readonly removed: ReadonlySet<number>
}

export interface Place {
  readonly treeish: string
  readonly path: string
}

export function openPlainGit(world: HostileWorld): PlainGit {
  const directory = join(world.root, 'plain.git')
  const env = {
    PATH: process.env.PATH,
    HOME: world.home,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_DIR: directory,
    GIT_NO_LAZY_FETCH: '1',
  }
  if (!existsSync(directory)) {
    execFileSync('git', ['init', '-q', '--bare', directory], { env })
    mkdirSync(join(directory, 'objects', 'info'), { recursive: true })
    appendFileSync(
      join(directory, 'objects', 'info', 'alternates'),
      `${join(world.folder, '.git', 'objects')}\n`,
    )
  }
  const run = (args: readonly string[], exitCodes: readonly number[] = [0]): Buffer => {
    const result = spawnSync('git', args, { cwd: world.folder, env, maxBuffer: 512 * 1_048_576 })
    if (!exitCodes.includes(result.status ?? -1)) throw new Error(`git ${args.join(' ')}: ${result.stderr}`)
    return result.stdout
  }

  /** The blob at a path; the paths of a tree are read as bytes, since an argument could not hold them all. */
  const blobs = new Map<string, ReadonlyMap<string, string>>()
  function blobAt({ treeish, path }: Place): string {
    const known = blobs.get(treeish)
    const listed = known ?? new Map(listTree(treeish))
    if (known === undefined) blobs.set(treeish, listed)
    return listed.get(path) ?? emptyBlob
  }
  function listTree(treeish: string): readonly (readonly [string, string])[] {
    const lines = run(['ls-tree', '-r', '-z', treeish]).toString('latin1').split('\0').filter(Boolean)
    // A link or a submodule has no lines: a file in its place is all new.
    return lines
      .filter((line) => line.startsWith('100'))
      .map((line) => {
        const tab = line.indexOf('\t')
        return [line.slice(tab + 1), line.slice(0, tab).split(' ')[2] as string] as const
      })
  }
  const emptyBlob = execFileSync('git', ['hash-object', '-w', '--stdin'], { env, input: '' })
    .toString('latin1')
    .trim()

  const linesOf = new Map<string, ChangedLines>()
  function readLines(from: string, to: string): ChangedLines {
    const args = ['diff', '--text', '--no-ext-diff', '--no-textconv', '--no-color', '-U0', from, to]
    const added = new Set<number>()
    const removed = new Set<number>()
    // A line of a file is printed behind `+`, `-` or `\`, so only a header begins with `@@`.
    for (const [, a = '', an = '1', b = '', bn = '1'] of run(args, [0, 1])
      .toString('latin1')
      .matchAll(/^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm)) {
      for (let line = Number(a); line < Number(a) + Number(an); line += 1) removed.add(line)
      for (let line = Number(b); line < Number(b) + Number(bn); line += 1) added.add(line)
    }
    return { added, removed }
  }

  return {
    changedPaths(from, to) {
      const fields = run(['diff-tree', '-r', '-z', '--no-renames', '--name-status', from, to])
        .toString('latin1')
        .split('\0')
      const kept = new Set<string>()
      const deleted = new Set<string>()
      for (let at = 0; at + 1 < fields.length; at += 2)
        (fields[at] === 'D' ? deleted : kept).add(fields[at + 1] as string)
      return { kept, deleted }
    },
    changedLines(old, now) {
      const [from, to] = [blobAt(old), blobAt(now)]
      const known = linesOf.get(from + to) ?? readLines(from, to)
      linesOf.set(from + to, known)
      return known
    },
    mergeBase: (base, head) => run(['merge-base', base, head]).toString('latin1').trim(),
    treeOfWorkTree() {
      // In a copy, since git may run what nested repositories say and writes into them.
      const copy = join(world.root, 'copy')
      execFileSync('cp', ['-a', world.folder, copy])
      const workEnv = { ...env, GIT_WORK_TREE: copy, GIT_INDEX_FILE: join(copy, '.git', 'index') }
      const git = (...args: string[]) =>
        execFileSync('git', ['-c', 'core.bare=false', ...args], { cwd: copy, env: workEnv, stdio: 'pipe' })
      git('add', '--all', '--', '.')
      const tree = git('write-tree').toString('latin1').trim()
      rmSync(world.payload.marker, { force: true })
      return tree
    },
  }
}
