/** The switches as they lie in the store, with who set them: one value, so that they change one after the other. */
import { z } from 'zod'
import { lanes } from '../../domain/job/lane.ts'
import { concurrencyMax } from '../../domain/operations/mitigation.ts'
import {
  allOff,
  type SwitchCause,
  type Switches,
  switchableLogLevels,
} from '../../domain/operations/switches.ts'
import type { AppName, InstallationId, RepositoryId } from '../../domain/repository/repository.ts'

export const switchesSetting = 'switches'

export interface StoredSwitches {
  readonly switches: Switches
  /** By mark, see `marksOf`. */
  readonly causes: Readonly<Record<string, SwitchCause>>
}

const app = z.string().transform((name) => name as AppName)
const hostNumber = z.number().int().positive()

/** A part that cannot be read, e.g. of a newer version, is as configured: a pause must never come from a typing error. */
const Stored = z.object({
  switches: z.object({
    isIntakePaused: z.boolean().catch(allOff.isIntakePaused),
    shedLanes: z.array(z.enum(lanes)).catch([]),
    isAnalysersOnly: z.boolean().catch(allOff.isAnalysersOnly),
    pausedInstallations: z
      .array(z.object({ app, installation: hostNumber.transform((id) => id as InstallationId) }))
      .catch([]),
    pausedRepositories: z
      .array(z.object({ app, repository: hostNumber.transform((id) => id as RepositoryId) }))
      .catch([]),
    concurrency: z.number().int().min(0).max(concurrencyMax).nullable().catch(null),
    logLevel: z
      .object({ level: z.enum(switchableLogLevels), until: z.number() })
      .nullable()
      .catch(null),
  }),
  causes: z
    .record(
      z.string(),
      z.object({
        by: z.string(),
        at: z.number(),
        reason: z.string(),
        incident: z.number().nullable(),
        entry: z.number(),
      }),
    )
    .catch({}),
})

export function readStoredSwitches(value: unknown): StoredSwitches {
  const stored = Stored.safeParse(value)
  return stored.success ? stored.data : { switches: allOff, causes: {} }
}

/** A log level whose time is over is as configured. */
export function inForce(switches: Switches, now: number): Switches {
  const isOver = switches.logLevel !== null && switches.logLevel.until <= now
  return isOver ? { ...switches, logLevel: null } : switches
}
