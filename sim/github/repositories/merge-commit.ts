/** The merge of a pull request: the base's files with those the pull request changes. Conflicts are not looked for. */
import { flattenTree, writeTree } from '../git/tree.ts'
import type { PullRequest } from '../pulls/pull-request.ts'
import type { Account } from '../world/account.ts'
import type { World } from '../world/world.ts'
import { branchSha } from './repository.ts'

export async function writeMerge(world: World, pull: PullRequest, by: Account): Promise<string> {
  const { objects, commits } = pull.repository.git
  const base = await commits.read(branchSha(pull.repository, pull.baseBranch) ?? pull.baseSha)
  const head = await commits.read(pull.headSha)
  if (base === null || head === null)
    throw new Error(`nothing to merge in ${pull.repository.fullName}#${pull.number}`)
  const files = new Map(await flattenTree(objects, base.tree))
  const theirs = await flattenTree(objects, head.tree)
  for (const { path, previousPath } of pull.diff.files) {
    if (previousPath !== null) files.delete(previousPath)
    const entry = theirs.get(path)
    if (entry === undefined) files.delete(path)
    else files.set(path, entry)
  }
  const signature = { name: by.login, email: `${by.login}@users.noreply.github.test`, timeMs: world.clock() }
  const merge = commits.write({
    tree: writeTree(objects, files),
    parents: [base.sha, head.sha],
    author: signature,
    committer: signature,
    message: `Merge pull request #${pull.number}\n\n${pull.title}\n`,
  })
  return merge.sha
}
