/** What a mitigation makes of the switches, and what takes exactly that back. */
import { assertNever } from '../assert-never.ts'
import { lanes } from '../job/lane.ts'
import type { SwitchMitigation } from './mitigation.ts'
import type { InstallationPause, RepositoryPause, Switches } from './switches.ts'

export interface Flipped {
  readonly after: Switches
  readonly undo: SwitchMitigation
}

/** @returns null when it is so already */
export function flip(before: Switches, mitigation: SwitchMitigation): Flipped | null {
  switch (mitigation.kind) {
    case 'pause-intake':
    case 'resume-intake': {
      const isIntakePaused = mitigation.kind === 'pause-intake'
      if (before.isIntakePaused === isIntakePaused) return null
      const undo = { kind: isIntakePaused ? 'resume-intake' : 'pause-intake' } as const
      return { after: { ...before, isIntakePaused }, undo }
    }
    case 'analysers-only-on':
    case 'analysers-only-off': {
      const isAnalysersOnly = mitigation.kind === 'analysers-only-on'
      if (before.isAnalysersOnly === isAnalysersOnly) return null
      const undo = { kind: isAnalysersOnly ? 'analysers-only-off' : 'analysers-only-on' } as const
      return { after: { ...before, isAnalysersOnly }, undo }
    }
    case 'shed-lanes': {
      const added = lanes.filter(
        (lane) => mitigation.lanes.includes(lane) && !before.shedLanes.includes(lane),
      )
      if (added.length === 0) return null
      const shedLanes = lanes.filter((lane) => added.includes(lane) || before.shedLanes.includes(lane))
      return { after: { ...before, shedLanes }, undo: { kind: 'unshed-lanes', lanes: added } }
    }
    case 'unshed-lanes': {
      const taken = before.shedLanes.filter((lane) => mitigation.lanes.includes(lane))
      if (taken.length === 0) return null
      const shedLanes = before.shedLanes.filter((lane) => !taken.includes(lane))
      return { after: { ...before, shedLanes }, undo: { kind: 'shed-lanes', lanes: taken } }
    }
    case 'pause-installation':
    case 'resume-installation':
      return flipInstallation(before, mitigation.kind === 'pause-installation', mitigation)
    case 'pause-repository':
    case 'resume-repository':
      return flipRepository(before, mitigation.kind === 'pause-repository', mitigation)
    case 'set-concurrency': {
      if (before.concurrency === mitigation.jobs) return null
      const undo = { kind: 'set-concurrency', jobs: before.concurrency } as const
      return { after: { ...before, concurrency: mitigation.jobs }, undo }
    }
    case 'set-log-level': {
      const { level, until } = mitigation
      const logLevel = level === null ? null : { level, until }
      if (before.logLevel === null && logLevel === null) return null
      const { logLevel: old } = before
      if (old !== null && old.level === level && old.until === until) return null
      const undo = { kind: 'set-log-level', level: old?.level ?? null, until: old?.until ?? 0 } as const
      return { after: { ...before, logLevel }, undo }
    }
    default:
      return assertNever(mitigation)
  }
}

function flipInstallation(
  before: Switches,
  isPause: boolean,
  { app, installation }: InstallationPause,
): Flipped | null {
  const isSame = (one: InstallationPause) => one.app === app && one.installation === installation
  const rest = before.pausedInstallations.filter((one) => !isSame(one))
  if (before.pausedInstallations.some(isSame) === isPause) return null
  const pausedInstallations = isPause ? [...rest, { app, installation }] : rest
  const undo = { kind: isPause ? 'resume-installation' : 'pause-installation', app, installation } as const
  return { after: { ...before, pausedInstallations }, undo }
}

function flipRepository(
  before: Switches,
  isPause: boolean,
  { app, repository }: RepositoryPause,
): Flipped | null {
  const isSame = (one: RepositoryPause) => one.app === app && one.repository === repository
  const rest = before.pausedRepositories.filter((one) => !isSame(one))
  if (before.pausedRepositories.some(isSame) === isPause) return null
  const pausedRepositories = isPause ? [...rest, { app, repository }] : rest
  const undo = { kind: isPause ? 'resume-repository' : 'pause-repository', app, repository } as const
  return { after: { ...before, pausedRepositories }, undo }
}
