/**
 * The object database of a fork network. Objects are written and read as loose files by this process: a pull request
 * costs a few small files instead of half a dozen git processes. What a push has packed is read through git.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { constants, deflateSync, inflateSync } from 'node:zlib'
import type { GitProgram } from './git-program.ts'

export type ObjectKind = 'blob' | 'tree' | 'commit' | 'tag'

export interface GitObject {
  readonly kind: ObjectKind
  readonly bytes: Buffer
}

export interface ObjectStore {
  write(kind: ObjectKind, bytes: Uint8Array): string
  read(sha: string): Promise<GitObject | null>
  has(sha: string): Promise<boolean>
}

export function createObjectStore(directory: string, git: GitProgram): ObjectStore {
  const written = new Set<string>()
  const read = async (sha: string): Promise<GitObject | null> => {
    if (!/^[0-9a-f]{40}$/.test(sha)) return null
    const file = pathOf(directory, sha)
    if (existsSync(file)) return parse(inflateSync(readFileSync(file)))
    return readPacked(directory, git, sha)
  }
  return {
    read,
    has: async (sha) => written.has(sha) || (await read(sha)) !== null,
    write: (kind, bytes) => {
      const header = Buffer.from(`${kind} ${bytes.length}\0`)
      const whole = Buffer.concat([header, bytes])
      const sha = createHash('sha1').update(whole).digest('hex')
      if (!written.has(sha)) writeLoose(directory, sha, whole)
      written.add(sha)
      return sha
    },
  }
}

function pathOf(directory: string, sha: string): string {
  return join(directory, 'objects', sha.slice(0, 2), sha.slice(2))
}

function writeLoose(directory: string, sha: string, whole: Buffer): void {
  const file = pathOf(directory, sha)
  if (existsSync(file)) return
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.tmp`, deflateSync(whole, { level: constants.Z_BEST_SPEED }))
  renameSync(`${file}.tmp`, file)
}

function parse(whole: Buffer): GitObject {
  const end = whole.indexOf(0)
  const [kind] = whole.subarray(0, end).toString('latin1').split(' ')
  return { kind: kind as ObjectKind, bytes: whole.subarray(end + 1) }
}

async function readPacked(directory: string, git: GitProgram, sha: string): Promise<GitObject | null> {
  const answer = await git.run(directory, ['cat-file', '--batch'], `${sha}\n`)
  const end = answer.indexOf(10)
  const [, kind, size] = answer.subarray(0, end).toString('latin1').split(' ')
  if (kind === 'missing' || size === undefined) return null
  return { kind: kind as ObjectKind, bytes: answer.subarray(end + 1, end + 1 + Number(size)) }
}
