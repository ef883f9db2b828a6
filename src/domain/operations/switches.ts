/** What people have switched for a time, for the whole service: each process looks every few seconds and obeys. */
import type { Lane } from '../job/lane.ts'
import type { AppName, InstallationId, RepositoryId } from '../repository/repository.ts'

export interface Switches {
  /** Webhooks are still taken in and stored; no job is begun. */
  readonly isIntakePaused: boolean
  /** Jobs of these lanes are parked until the switch is taken back. */
  readonly shedLanes: readonly Lane[]
  /** No language model is asked. */
  readonly isAnalysersOnly: boolean
  readonly pausedInstallations: readonly { readonly app: AppName; readonly installation: InstallationId }[]
  readonly pausedRepositories: readonly { readonly app: AppName; readonly repository: RepositoryId }[]
  /** Jobs at a time in each worker process; null: as configured. */
  readonly concurrency: number | null
  /** Null: as configured. `until` in milliseconds since the epoch. */
  readonly logLevel: { readonly level: 'debug' | 'info' | 'warn' | 'error'; readonly until: number } | null
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
