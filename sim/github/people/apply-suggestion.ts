/** "Commit suggestion": the lines of a thread are replaced by the suggestion block of its comment. */
import { entryAt } from '../git/tree.ts'
import { moveBranch } from '../repositories/push.ts'
import { inTurn } from '../repositories/repository.ts'
import { type FileMode, writeCommit } from '../repositories/write-commit.ts'
import type { ReviewComment } from '../reviews/review-thread.ts'
import type { Account } from '../world/account.ts'
import type { World } from '../world/world.ts'

export function applySuggestion(world: World, comment: ReviewComment, by: Account): Promise<string> {
  const { thread } = comment
  const { pull, anchor } = thread
  return inTurn(pull.headRepository, async () => {
    const { place } = thread
    const suggested = /^(`{3,})suggestion[^\n]*\n([\s\S]*?)^\1\s*$/m.exec(
      comment.body.replaceAll('\r\n', '\n'),
    )
    if (suggested === null) throw new Error('the comment suggests nothing')
    if (place === null || anchor.side === 'LEFT')
      throw new Error('a suggestion on an outdated or removed line cannot be applied')
    const { git } = pull.headRepository
    const head = await git.commits.read(pull.headSha)
    const entry = head === null ? null : await entryAt(git.objects, head.tree, anchor.path)
    const file = entry === null ? null : await git.objects.read(entry.sha)
    if (entry === null || file === null) throw new Error(`no file ${anchor.path} at the head`)
    const lines = file.bytes.toString('utf8').split('\n')
    const start = place.startLine ?? place.line
    const replacement = (suggested[2] ?? '').split('\n').slice(0, -1)
    lines.splice(start - 1, place.line - start + 1, ...replacement)
    const sha = await writeCommit(world, pull.headRepository, {
      parents: [pull.headSha],
      files: { [anchor.path]: { content: lines.join('\n'), mode: entry.mode as FileMode } },
      author: by,
      message: `Update ${anchor.path}`,
    })
    await moveBranch(world, { repository: pull.headRepository, branch: pull.headBranch, after: sha, by })
    return sha
  })
}
