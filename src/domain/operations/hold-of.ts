/** Whether a job may be begun now, or waits until somebody takes a switch back. */
import type { Task } from '../job/job.ts'
import type { Lane } from '../job/lane.ts'
import type { AppName, InstallationId, RepositoryId } from '../repository/repository.ts'
import { installationMark, laneMark, repositoryMark, type Switches } from './switches.ts'

export interface Hold {
  readonly kind: 'lane' | 'installation' | 'repository'
  /** The switch's name: when it is taken back, what it holds begins again. */
  readonly mark: string
}

/** @returns null when nothing holds it */
export function holdOf(switches: Switches, lane: Lane, task: Task): Hold | null {
  // Whether an installation is gone is looked at all the same: its work may have lost its point.
  if (task.kind === 'installation') return null
  const { app, installation, repository } = placeOf(task)
  const paused = switches.pausedRepositories.find((one) => one.app === app && one.repository === repository)
  if (paused !== undefined) return { kind: 'repository', mark: repositoryMark(paused) }
  const silenced = switches.pausedInstallations.find(
    (one) => one.app === app && one.installation === installation,
  )
  if (silenced !== undefined) return { kind: 'installation', mark: installationMark(silenced) }
  return switches.shedLanes.includes(lane) ? { kind: 'lane', mark: laneMark(lane) } : null
}

interface Place {
  readonly app: AppName
  readonly installation: InstallationId
  readonly repository: RepositoryId
}

function placeOf(task: Exclude<Task, { readonly kind: 'installation' }>): Place {
  const { app, installation, id } = task.kind === 'config' ? task.repository : task.pullRequest.repository
  return { app, installation, repository: id }
}
