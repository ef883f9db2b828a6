/** What makes two jobs the same job. */
import { pullRequestKey } from '../pull-request/pull-request.ts'
import type { Task } from './job.ts'

export function jobKey(task: Task): string {
  switch (task.kind) {
    case 'review':
      return `review/${pullRequestKey(task.pullRequest)}`
    case 'answer':
      return `answer/${pullRequestKey(task.pullRequest)}/${task.comment.kind}/${task.comment.id}`
    case 'installation':
      return `installation/${task.app}/${task.installation}`
    case 'config':
      return `config/${task.repository.app}/${task.repository.id}`
  }
}
