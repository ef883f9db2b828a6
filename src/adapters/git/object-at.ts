/** Which blob stands at a path of a commit or tree. */
import type { ObjectName } from '../../domain/change/changed-entry.ts'
import { type Outcome, succeed } from '../../domain/outcome.ts'
import type { PathBytes } from '../../domain/path/path-bytes.ts'
import type { SourceFailure } from '../../ports/source/source.ts'
import { git } from './git-command.ts'
import type { NeutralRepository } from './neutral-repository.ts'

/** Null when nothing is there, or something other than a file. */
export async function objectAt(
  repository: NeutralRepository,
  treeish: ObjectName,
  path: PathBytes,
  signal: AbortSignal,
): Promise<Outcome<ObjectName | null, SourceFailure>> {
  const answer = await git({ args: ['ls-tree', '-z', treeish, '--', path], ...repository, signal })
  if (!answer.ok) return answer
  const found = /^100\d{3} blob ([0-9a-f]+)\t/.exec(answer.value.stdout.toString('latin1'))
  return succeed(found === null ? null : (found[1] as ObjectName))
}
