/** An issue as a test wants to see it. */
import type { Schemas } from '../world/schemas.ts'
import type { World } from '../world/world.ts'
import { type Issue, renderNote, renderPlainIssue } from './issue.ts'

export interface IssueView {
  readonly issue: Schemas['issue']
  readonly comments: readonly Schemas['issue-comment'][]
}

export function viewIssue({ urls }: World, issue: Issue): IssueView {
  return {
    issue: renderPlainIssue(issue, urls),
    comments: issue.notes.map((note) => renderNote(issue, note, urls)),
  }
}
