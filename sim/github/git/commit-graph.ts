/** Commits and who descends from whom, kept in memory: asked by every pull request, every review and every push. */
import type { ObjectStore } from './object-store.ts'

export interface Signature {
  readonly name: string
  readonly email: string
  /** Milliseconds, whole seconds. */
  readonly timeMs: number
}

export interface Commit {
  readonly sha: string
  readonly tree: string
  readonly parents: readonly string[]
  readonly author: Signature
  readonly committer: Signature
  readonly message: string
}

export interface CommitGraph {
  write(commit: Omit<Commit, 'sha'>): Commit
  /** @returns null for what is no commit of this network. */
  read(sha: string): Promise<Commit | null>
  /** What was read or written before; every commit of a pull request was. */
  known(sha: string): Commit | undefined
  /** Commits that `head` has and `base` has not, newest first. */
  commitsBetween(base: string, head: string): Promise<readonly Commit[]>
  isAncestor(ancestor: string, of: string): Promise<boolean>
  mergeBase(left: string, right: string): Promise<string | null>
}

export function createCommitGraph(objects: ObjectStore): CommitGraph {
  const known = new Map<string, Commit>()
  const read = async (sha: string): Promise<Commit | null> => {
    const commit = known.get(sha)
    if (commit !== undefined) return commit
    const object = await objects.read(sha)
    if (object?.kind !== 'commit') return null
    const parsed = parse(sha, object.bytes.toString('utf8'))
    known.set(sha, parsed)
    return parsed
  }
  /** Breadth first, the start included. */
  const ancestors = async (
    start: string,
    without: ReadonlySet<string> = new Set(),
  ): Promise<Map<string, Commit>> => {
    const found = new Map<string, Commit>()
    const queue = [start]
    for (let sha = queue.shift(); sha !== undefined; sha = queue.shift()) {
      if (found.has(sha) || without.has(sha)) continue
      const commit = await read(sha)
      if (commit === null) continue
      found.set(sha, commit)
      queue.push(...commit.parents)
    }
    return found
  }
  return {
    read,
    known: (sha) => known.get(sha),
    write: (commit) => {
      const sha = objects.write('commit', Buffer.from(render(commit)))
      const whole = { ...commit, sha }
      known.set(sha, whole)
      return whole
    },
    commitsBetween: async (base, head) => {
      const excluded = new Set((await ancestors(base)).keys())
      return [...(await ancestors(head, excluded)).values()]
    },
    isAncestor: async (ancestor, of) => ancestor === of || (await ancestors(of)).has(ancestor),
    mergeBase: async (left, right) => {
      const ours = await ancestors(left)
      for (const sha of (await ancestors(right)).keys()) if (ours.has(sha)) return sha
      return null
    },
  }
}

function render(commit: Omit<Commit, 'sha'>): string {
  const parents = commit.parents.map((sha) => `parent ${sha}\n`).join('')
  const sign = ({ name, email, timeMs }: Signature) => `${name} <${email}> ${Math.floor(timeMs / 1000)} +0000`
  const heads = `author ${sign(commit.author)}\ncommitter ${sign(commit.committer)}\n`
  return `tree ${commit.tree}\n${parents}${heads}\n${commit.message}`
}

function parse(sha: string, text: string): Commit {
  const end = text.indexOf('\n\n')
  const lines = text.slice(0, end).split('\n')
  const valuesOf = (key: string) =>
    lines.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1))
  return {
    sha,
    tree: valuesOf('tree')[0] ?? '',
    parents: valuesOf('parent'),
    author: parseSignature(valuesOf('author')[0] ?? ''),
    committer: parseSignature(valuesOf('committer')[0] ?? ''),
    message: text.slice(end + 2),
  }
}

function parseSignature(text: string): Signature {
  const match = /^(.*) <(.*)> (\d+) [+-]\d{4}$/.exec(text)
  return { name: match?.[1] ?? '', email: match?.[2] ?? '', timeMs: Number(match?.[3] ?? 0) * 1000 }
}
