/**
 * What differs between two trees as GitHub lists it: its list of a pull request's files knows renames and lines, the
 * trees know modes, objects and sizes, and what lies beyond the 3,000 files of the list.
 */
import type {
  ChangedEntry,
  ChangeStatus,
  EntryKind,
  EntrySide,
  ObjectName,
} from '../../../domain/change/changed-entry.ts'
import { fail, type Outcome, succeed } from '../../../domain/outcome.ts'
import { pathOfText } from '../../../domain/path/path-bytes.ts'
import type { HostFailure } from '../../../ports/code-host/host-failure.ts'
import type { FileAnswer, TreeNode } from './answers.ts'
import type { Tree } from './read-trees.ts'

export interface ListedChange {
  readonly entry: ChangedEntry
  /** GitHub's lines, if it gives any. */
  readonly patch: string | null
}

export interface Changes {
  /** In the order of the paths' bytes. */
  readonly changes: readonly ListedChange[]
  readonly sizes: ReadonlyMap<ObjectName, number>
  /** Files that GitHub lists and whose objects could not be found. */
  readonly lost: readonly string[]
}

export async function listChanges(
  files: readonly FileAnswer[],
  isWholeList: boolean,
  before: Tree,
  after: Tree,
): Promise<Outcome<Changes, HostFailure>> {
  const changes = new Map<string, ListedChange>()
  const sizes = new Map<ObjectName, number>()
  const lost: string[] = []

  async function add(file: FileAnswer): Promise<HostFailure | null> {
    const previous = file.previous_filename ?? file.filename
    const base = file.status === 'added' ? succeed(null) : await before.find(previous)
    if (!base.ok) return base.failure
    const head = file.status === 'removed' ? succeed(null) : await after.find(file.filename)
    if (!head.ok) return head.failure
    const misses =
      (file.status !== 'added' && base.value === null) || (file.status !== 'removed' && head.value === null)
    if (misses) {
      lost.push(file.filename)
      return null
    }
    for (const node of [base.value, head.value]) {
      if (node?.size !== undefined) sizes.set(node.sha, node.size)
    }
    changes.set(file.filename, { entry: entryOf(file, base.value, head.value), patch: file.patch ?? null })
    return null
  }

  const all = isWholeList ? files : [...files, ...(await beyondTheList(files, before, after))]
  for (const file of all) {
    const failure = file.status === 'unchanged' ? null : await add(file)
    if (failure !== null) return fail(failure)
  }
  const ordered = [...changes.values()].sort(({ entry: a }, { entry: b }) =>
    a.path < b.path ? -1 : a.path > b.path ? 1 : 0,
  )
  return succeed({ changes: ordered, sizes, lost })
}

/** Without renames: what moved counts as removed here and added there. */
async function beyondTheList(
  files: readonly FileAnswer[],
  before: Tree,
  after: Tree,
): Promise<readonly FileAnswer[]> {
  if (before.paths === null || after.paths === null) return []
  const told = new Set(
    files.flatMap(({ filename, previous_filename, status }) =>
      status === 'renamed' ? [filename, previous_filename] : [filename],
    ),
  )
  const beyond: FileAnswer[] = []
  for (const filename of new Set([...before.paths, ...after.paths])) {
    if (told.has(filename)) continue
    const [base, head] = [await before.find(filename), await after.find(filename)]
    if (!base.ok || !head.ok) continue
    const [old, now] = [base.value, head.value]
    if (old?.sha === now?.sha && old?.mode === now?.mode) continue
    beyond.push({ filename, status: old === null ? 'added' : now === null ? 'removed' : 'modified' })
  }
  return beyond
}

function entryOf(file: FileAnswer, before: TreeNode | null, after: TreeNode | null): ChangedEntry {
  const base = sideOf(before)
  const head = sideOf(after)
  const isMoved = file.status === 'renamed' || file.status === 'copied'
  const previous = isMoved ? file.previous_filename : undefined
  return {
    status: statusOf(file, base, head),
    path: pathOfText(file.filename),
    previousPath: previous === undefined || previous === file.filename ? null : pathOfText(previous),
    base,
    head,
  }
}

function statusOf(file: FileAnswer, base: EntrySide | null, head: EntrySide | null): ChangeStatus {
  if (base === null) return 'added'
  if (head === null) return 'deleted'
  if (file.status === 'renamed' || file.status === 'copied') return file.status
  return isRegular(base.kind) === isRegular(head.kind) && (isRegular(base.kind) || base.kind === head.kind)
    ? 'modified'
    : 'type-changed'
}

function isRegular(kind: EntryKind): boolean {
  return kind === 'file' || kind === 'executable'
}

function sideOf(node: TreeNode | null): EntrySide | null {
  if (node === null) return null
  return { object: node.sha, kind: kindOf(node.mode) }
}

function kindOf(mode: string): EntryKind {
  if (mode === '120000') return 'symlink'
  if (mode === '160000') return 'submodule'
  return mode === '100755' ? 'executable' : 'file'
}
