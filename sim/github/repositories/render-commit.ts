/** A commit as REST shows it. */
import type { Commit, Signature } from '../git/commit-graph.ts'
import { refuse } from '../http/refusal.ts'
import { renderFile } from '../pulls/routes.ts'
import { renderAccount } from '../world/account.ts'
import { nodeId } from '../world/ids.ts'
import type { Schemas } from '../world/schemas.ts'
import { iso } from '../world/time.ts'
import type { World } from '../world/world.ts'
import type { Repository } from './repository.ts'

export async function renderCommit(
  world: World,
  repository: Repository,
  sha: string,
): Promise<Schemas['commit']> {
  const commit = await repository.git.commits.read(sha)
  if (commit === null) throw refuse(422, `No commit found for SHA: ${sha}`)
  const api = `${world.urls.api}/repos/${repository.fullName}`
  const html = `${world.urls.html}/${repository.fullName}/commit`
  return {
    url: `${api}/commits/${sha}`,
    sha,
    node_id: nodeId('C', sha),
    html_url: `${html}/${sha}`,
    comments_url: `${api}/commits/${sha}/comments`,
    commit: {
      url: `${api}/git/commits/${sha}`,
      author: renderSignature(commit.author),
      committer: renderSignature(commit.committer),
      message: commit.message.trimEnd(),
      comment_count: 0,
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      verification: {
        verified: false,
        reason: 'unsigned',
        signature: null,
        payload: null,
        verified_at: null,
      },
    },
    author: account(world, commit),
    committer: account(world, commit),
    parents: commit.parents.map((parent) => ({
      sha: parent,
      url: `${api}/commits/${parent}`,
      html_url: `${html}/${parent}`,
    })),
  }
}

export async function renderCommitWithFiles(
  world: World,
  repository: Repository,
  sha: string,
): Promise<Schemas['commit']> {
  const rendered = await renderCommit(world, repository, sha)
  const [parent] = rendered.parents
  if (parent?.sha === undefined)
    return { ...rendered, stats: { additions: 0, deletions: 0, total: 0 }, files: [] }
  const { additions, deletions, files } = await world.diffs.pull(repository.git, parent.sha, sha)
  return {
    ...rendered,
    stats: { additions, deletions, total: additions + deletions },
    files: files.slice(0, 300).map((file) => renderFile(file, repository, sha, true, world.urls)),
  }
}

function renderSignature({ name, email, timeMs }: Signature) {
  return { name, email, date: iso(timeMs) }
}

function account(world: World, commit: Commit) {
  const known = world.accounts.get(commit.author.name.toLowerCase())
  return known === undefined ? null : renderAccount(known, world.urls)
}
