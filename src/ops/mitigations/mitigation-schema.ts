/** A mitigation as it comes from outside: from the API, and from the journal. */
import { z } from 'zod'
import { lanes } from '../../domain/job/lane.ts'
import {
  concurrencyMax,
  type Mitigation as DomainMitigation,
  workersMax,
} from '../../domain/operations/mitigation.ts'
import { switchableLogLevels } from '../../domain/operations/switches.ts'
import type { AppName, InstallationId, RepositoryId } from '../../domain/repository/repository.ts'

const App = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
const HostNumber = z.number().int().positive()
const Lanes = z.array(z.enum(lanes)).min(1).max(lanes.length)

/** As it is written; `mitigationFrom` gives it its types. */
export const MitigationWords = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['pause-intake', 'resume-intake', 'analysers-only-on', 'analysers-only-off']) }),
  z.object({ kind: z.enum(['shed-lanes', 'unshed-lanes']), lanes: Lanes }),
  z.object({
    kind: z.enum(['pause-installation', 'resume-installation']),
    app: App,
    installation: HostNumber,
  }),
  z.object({ kind: z.enum(['pause-repository', 'resume-repository']), app: App, repository: HostNumber }),
  z.object({
    kind: z.literal('set-concurrency'),
    jobs: z.number().int().min(0).max(concurrencyMax).nullable(),
  }),
  z.object({
    kind: z.literal('set-log-level'),
    level: z.enum(switchableLogLevels).nullable(),
    until: z.number().int().min(0),
  }),
  z.object({ kind: z.literal('reset-breaker'), breaker: z.string().min(1).max(250) }),
  z.object({ kind: z.literal('page-more'), incident: z.number().int().positive() }),
  z.object({
    kind: z.literal('rollback'),
    to: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._+-]{0,99}$/)
      .nullable(),
  }),
  z.object({ kind: z.literal('scale'), workers: z.number().int().min(0).max(workersMax) }),
])
export type MitigationWords = z.infer<typeof MitigationWords>

export const Mitigation = MitigationWords.transform(mitigationFrom)

export function mitigationFrom(words: MitigationWords): DomainMitigation {
  switch (words.kind) {
    case 'pause-installation':
    case 'resume-installation': {
      const { kind, app, installation } = words
      return { kind, app: app as AppName, installation: installation as InstallationId }
    }
    case 'pause-repository':
    case 'resume-repository': {
      const { kind, app, repository } = words
      return { kind, app: app as AppName, repository: repository as RepositoryId }
    }
    default:
      return words
  }
}
