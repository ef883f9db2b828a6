/** A commit made of changed files, written straight into the object database. */
import { flattenTree, type TreeEntry, writeTree } from '../git/tree.ts'
import type { Account } from '../world/account.ts'
import type { World } from '../world/world.ts'
import type { Repository } from './repository.ts'

/** Text, bytes, a file of another mode (`120000` is a link), or null to delete. */
export type FileChange =
  | string
  | Uint8Array
  | { readonly content: string | Uint8Array; readonly mode: FileMode }
  | null
export type FileMode = '100644' | '100755' | '120000'
export type FileChanges = Readonly<Record<string, FileChange>>

export interface NewCommit {
  readonly parents: readonly string[]
  readonly files: FileChanges
  readonly author: Account
  readonly message: string
}

/** @returns the commit's sha; no ref is moved */
export async function writeCommit(world: World, repository: Repository, wanted: NewCommit): Promise<string> {
  const { commits } = repository.git
  const [parent] = wanted.parents
  const before = parent === undefined ? null : await commits.read(parent)
  const changes = Object.entries(wanted.files)
  // As it is: names that are not UTF-8 would not survive being read and written.
  const tree =
    before !== null && changes.length === 0
      ? before.tree
      : await writeChanged(repository, before?.tree ?? null, changes)
  const signature = {
    name: wanted.author.login,
    email: `${wanted.author.id}+${wanted.author.login}@users.noreply.github.test`,
    timeMs: world.clock(),
  }
  const commit = commits.write({
    tree,
    parents: wanted.parents,
    author: signature,
    committer: signature,
    message: wanted.message.endsWith('\n') ? wanted.message : `${wanted.message}\n`,
  })
  return commit.sha
}

async function writeChanged(
  repository: Repository,
  before: string | null,
  changes: readonly (readonly [string, FileChange])[],
): Promise<string> {
  const { objects } = repository.git
  const files = new Map<string, TreeEntry>(before === null ? [] : await flattenTree(objects, before))
  for (const [path, change] of changes) {
    if (change === null) files.delete(path)
    else files.set(path, writeFile(repository, change))
  }
  return writeTree(objects, files)
}

function writeFile(repository: Repository, change: Exclude<FileChange, null>): TreeEntry {
  const { content, mode } =
    typeof change === 'string' || change instanceof Uint8Array
      ? { content: change, mode: '100644' as const }
      : change
  return { mode, sha: repository.git.objects.write('blob', Buffer.from(content)) }
}
