/**
 * Whether what runs is what was declared: the settings that this process began with against file and environment as they
 * are read now, and against the other processes of the service. Only names of settings are told, never values.
 */
import type { Outcome } from '../../domain/outcome.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { Log } from '../../ports/log/log.ts'
import type { Meter } from '../../ports/meter/meter.ts'
import type { ProcessRun, ProcessRuns } from '../../ports/store/process-runs.ts'
import { type ConfigDigests, differingSettings, hashOfDigests, sharedDigests } from './config-digests.ts'

export interface DriftState {
  readonly isDrifting: boolean
  /** Settings of this process that are declared otherwise by now: a restart would change them. */
  readonly undeclared: readonly string[]
  /** Why the declaration cannot be read, in a sentence: a restart would fail. */
  readonly unreadable: string | null
  /** Processes that run with other settings than this one. */
  readonly others: readonly OtherProcess[]
}

export interface OtherProcess {
  readonly role: string
  readonly host: string
  readonly pid: number
  readonly version: string
  readonly settings: readonly string[]
}

export interface DriftParts {
  /** Of the settings that this process runs with. */
  readonly running: ConfigDigests
  /** Of the settings as file and environment say now; a failure is a sentence. */
  readonly readDeclared: () => Outcome<ConfigDigests, string>
  readonly runs: Pick<ProcessRuns, 'unended'>
  /** A process that was not seen for so long is taken for gone. */
  readonly silenceMs: number
  readonly clock: Clock
  readonly log: Log
  readonly meter: Meter
}

/** Each call looks anew. A store that is away hides the other processes, not this one's own drift. */
export function createLookAtDrift(parts: DriftParts): () => Promise<DriftState> {
  const { log, meter } = parts
  let told = ''
  return async () => {
    const state = await lookAtDrift(parts)
    meter.set('autogen_config_drift', state.isDrifting ? 1 : 0)
    const words = JSON.stringify(state)
    if (words !== told && (state.isDrifting || told !== '')) {
      const { undeclared, unreadable, others } = state
      if (state.isDrifting) log.warn({ undeclared, unreadable, others }, 'configuration drifts')
      else log.info({}, 'configuration is as declared again')
    }
    told = state.isDrifting ? words : ''
    return state
  }
}

async function lookAtDrift({
  running,
  readDeclared,
  runs,
  silenceMs,
  clock,
}: DriftParts): Promise<DriftState> {
  const declared = readDeclared()
  const undeclared = declared.ok ? differingSettings(running, declared.value) : []
  const unreadable = declared.ok ? null : declared.failure
  const living = await runs.unended().catch((): readonly ProcessRun[] => [])
  const shared = sharedDigests(running)
  const hash = hashOfDigests(shared)
  const others = living
    .filter((run) => clock.now() - run.lastSeenAt <= silenceMs && run.configHash !== hash)
    .map(({ role, host, pid, version, configDigests }) => ({
      role,
      host,
      pid,
      version,
      settings: differingSettings(shared, sharedDigests(configDigests)),
    }))
  const isDrifting = undeclared.length > 0 || unreadable !== null || others.length > 0
  return { isDrifting, undeclared, unreadable, others }
}
