/** What people have switched for a time, for the whole service: each process looks every few seconds and obeys. */
import type { Lane } from '../job/lane.ts'
import type { AppName, InstallationId, RepositoryId } from '../repository/repository.ts'

export const switchableLogLevels = ['debug', 'info', 'warn', 'error'] as const
export type SwitchableLogLevel = (typeof switchableLogLevels)[number]

export interface InstallationPause {
  readonly app: AppName
  readonly installation: InstallationId
}

export interface RepositoryPause {
  readonly app: AppName
  readonly repository: RepositoryId
}

export interface Switches {
  /** Webhooks are still taken in and stored; no job is begun. */
  readonly isIntakePaused: boolean
  /** Jobs of these lanes are parked until the switch is taken back. */
  readonly shedLanes: readonly Lane[]
  /** No language model is asked. */
  readonly isAnalysersOnly: boolean
  readonly pausedInstallations: readonly InstallationPause[]
  readonly pausedRepositories: readonly RepositoryPause[]
  /** Jobs at a time in each worker process; null: as configured. */
  readonly concurrency: number | null
  /** Null: as configured. `until` in milliseconds since the epoch. */
  readonly logLevel: { readonly level: SwitchableLogLevel; readonly until: number } | null
}

export const allOff: Switches = {
  isIntakePaused: false,
  shedLanes: [],
  isAnalysersOnly: false,
  pausedInstallations: [],
  pausedRepositories: [],
  concurrency: null,
  logLevel: null,
}

/** Who switched it, when (milliseconds since the epoch) and why; where it stands in the journal. */
export interface SwitchCause {
  readonly by: string
  readonly at: number
  readonly reason: string
  readonly incident: number | null
  readonly entry: number
}

/** What each switch that is not as configured is called, e.g. `intake`, `lane/sweep`, `repository/main/21`. */
export function marksOf(switches: Switches): readonly string[] {
  return [
    ...(switches.isIntakePaused ? ['intake'] : []),
    ...(switches.isAnalysersOnly ? ['analysers-only'] : []),
    ...(switches.concurrency === null ? [] : ['concurrency']),
    ...(switches.logLevel === null ? [] : ['log-level']),
    ...switches.shedLanes.map(laneMark),
    ...switches.pausedInstallations.map(installationMark),
    ...switches.pausedRepositories.map(repositoryMark),
  ]
}

export function laneMark(lane: Lane): string {
  return `lane/${lane}`
}

export function installationMark({ app, installation }: InstallationPause): string {
  return `installation/${app}/${installation}`
}

export function repositoryMark({ app, repository }: RepositoryPause): string {
  return `repository/${app}/${repository}`
}
