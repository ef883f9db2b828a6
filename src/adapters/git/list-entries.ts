/** What differs between two trees, by name, mode and object, with renames and copies found. */
import type {
  ChangedEntry,
  ChangeStatus,
  EntryKind,
  EntrySide,
  ObjectName,
} from '../../domain/change/changed-entry.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import { type PathBytes, pathBytes, printPath } from '../../domain/path/path-bytes.ts'
import type { SourceFailure } from '../../ports/source/source.ts'
import { git } from './git-command.ts'
import type { NeutralRepository } from './neutral-repository.ts'

/** The same for names and for lines, so that both pair the same files. */
export const renameFlags = ['--find-renames=50%', '--find-copies=50%', '-l1000'] as const

export async function listEntries(
  repository: NeutralRepository,
  base: ObjectName,
  head: ObjectName,
  signal: AbortSignal,
  flags: readonly string[] = renameFlags,
): Promise<Outcome<readonly ChangedEntry[], SourceFailure>> {
  const answer = await git({
    args: ['diff-tree', '-r', '-z', '--raw', '--no-abbrev', '--no-ext-diff', ...flags, base, head],
    ...repository,
    signal,
  })
  if (!answer.ok) return answer
  const entries = parseRawDiff(answer.value.stdout)
  const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  const twice = sorted.find((entry, at) => entry.path === sorted[at + 1]?.path)
  return twice === undefined ? succeed(sorted) : fail(ambiguous(twice.path))
}

/** Which of the two is meant is anyone's guess, and a review of the other one would be a lie. */
function ambiguous(path: PathBytes): SourceFailure {
  return {
    kind: 'git-failed',
    message: `A tree of this change holds ${printPath(path).text} twice.`,
    remedy: 'The repository is damaged or was made to deceive: check it with "git fsck".',
  }
}

/** `:mode mode object object STATUS NUL path NUL [path NUL]` */
export function parseRawDiff(output: Buffer): readonly ChangedEntry[] {
  const fields: Buffer[] = []
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(0, at)
    if (end === -1) break
    fields.push(output.subarray(at, end))
    at = end + 1
  }
  const entries: ChangedEntry[] = []
  for (let at = 0; at < fields.length; ) {
    const [oldMode, newMode, oldObject, newObject, status = ''] = (fields[at] as Buffer)
      .toString('latin1')
      .slice(1)
      .split(' ')
    const hasTwoPaths = status.startsWith('R') || status.startsWith('C')
    const first = pathBytes(fields[at + 1] ?? Buffer.alloc(0))
    const second = hasTwoPaths ? pathBytes(fields[at + 2] ?? Buffer.alloc(0)) : first
    entries.push(entry(status, first, second, side(oldMode, oldObject), side(newMode, newObject)))
    at += hasTwoPaths ? 3 : 2
  }
  return entries
}

function entry(
  status: string,
  first: PathBytes,
  second: PathBytes,
  base: EntrySide | null,
  head: EntrySide | null,
): ChangedEntry {
  return { status: statusOf(status), path: second, previousPath: first === second ? null : first, base, head }
}

function statusOf(letter: string): ChangeStatus {
  switch (letter[0]) {
    case 'A':
      return 'added'
    case 'D':
      return 'deleted'
    case 'R':
      return 'renamed'
    case 'C':
      return 'copied'
    case 'T':
      return 'type-changed'
    default:
      return 'modified'
  }
}

function side(mode: string | undefined, object: string | undefined): EntrySide | null {
  if (mode === undefined || object === undefined || mode === '000000') return null
  return { object: object as ObjectName, kind: kindOf(mode) }
}

function kindOf(mode: string): EntryKind {
  if (mode === '120000') return 'symlink'
  if (mode === '160000') return 'submodule'
  return mode === '100755' ? 'executable' : 'file'
}
