/** Names whose values people without any right in the repository can write, and what they can put there. */
import type { NameInText } from './expressions.ts'

export type Reach =
  /** One line of text, blanks and quotes included. */
  | 'line'
  /** Several lines. */
  | 'lines'

const written: readonly (readonly [string, Reach])[] = [
  ['github.head_ref', 'line'],
  ['github.event.issue.title', 'line'],
  ['github.event.issue.body', 'lines'],
  ['github.event.comment.body', 'lines'],
  ['github.event.review.body', 'lines'],
  ['github.event.review_comment.body', 'lines'],
  ['github.event.discussion.title', 'line'],
  ['github.event.discussion.body', 'lines'],
  ['github.event.pull_request.title', 'line'],
  ['github.event.pull_request.body', 'lines'],
  ['github.event.pull_request.head.ref', 'line'],
  ['github.event.pull_request.head.label', 'line'],
  ['github.event.pull_request.head.repo.default_branch', 'line'],
  ['github.event.pull_request.head.repo.description', 'line'],
  ['github.event.pull_request.head.repo.homepage', 'line'],
  ['github.event.changes.title.from', 'line'],
  ['github.event.changes.body.from', 'lines'],
  ['github.event.pages.*.page_name', 'line'],
  ['github.event.commits.*.message', 'lines'],
  ['github.event.commits.*.author.email', 'line'],
  ['github.event.commits.*.author.name', 'line'],
  ['github.event.commits.*.committer.email', 'line'],
  ['github.event.commits.*.committer.name', 'line'],
  ['github.event.head_commit.message', 'lines'],
  ['github.event.head_commit.author.email', 'line'],
  ['github.event.head_commit.author.name', 'line'],
  ['github.event.head_commit.committer.email', 'line'],
  ['github.event.head_commit.committer.name', 'line'],
  ['github.event.workflow_run.head_branch', 'line'],
  ['github.event.workflow_run.display_title', 'line'],
  ['github.event.workflow_run.head_commit.message', 'lines'],
  ['github.event.workflow_run.head_commit.author.email', 'line'],
  ['github.event.workflow_run.head_commit.author.name', 'line'],
  ['github.event.workflow_run.pull_requests.*.head.ref', 'line'],
]

const paths = written.map(([name, reach]) => ({ path: name.split('.'), reach }))

/** Null for a name whose value outsiders do not choose. */
export function reachOf(name: NameInText): Reach | null {
  const found = paths.find(({ path }) => {
    if (
      !name.path.every(
        (part, at) => path[at] === part || path[at] === '*' || (part === '*' && at < path.length),
      )
    )
      return false
    return name.path.length === path.length || (name.asJson && name.path.length < path.length)
  })
  if (found === undefined) return null
  return name.asJson ? 'lines' : found.reach
}
