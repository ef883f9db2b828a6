/** Whose credentials a task needs. */
import type { AppName } from '../repository/repository.ts'
import type { Task } from './job.ts'

export function appOfTask(task: Task): AppName {
  switch (task.kind) {
    case 'review':
    case 'answer':
      return task.pullRequest.repository.app
    case 'installation':
      return task.app
    case 'config':
      return task.repository.app
  }
}
