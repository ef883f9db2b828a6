/** Which events run a workflow with rights and secrets although a stranger set them off. */
import type { Inquiry } from './inquiry.ts'
import type { Told } from './yaml-nodes.ts'

const privileged = [
  'pull_request_target',
  'issue_comment',
  'issues',
  'workflow_run',
  'discussion',
  'discussion_comment',
  'pull_request_review',
  'pull_request_review_comment',
] as const

/** The first such event of the workflow; reviews of a fork's pull request run without secrets. */
export function privilegedTrigger(inquiry: Inquiry): Told | null {
  const names = privileged.slice(0, 6)
  return names.map((name) => inquiry.model.triggers.get(name)).find((found) => found !== undefined) ?? null
}

/** An event that a pull request from a fork sets off. */
export function pullRequestTrigger(inquiry: Inquiry): Told | null {
  return (
    inquiry.model.triggers.get('pull_request_target') ?? inquiry.model.triggers.get('pull_request') ?? null
  )
}
