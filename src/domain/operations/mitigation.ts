/** What a person can do at once to make things better, and how each is undone. */
import type { AccessRole } from '../actor/actor.ts'
import type { Lane } from '../job/lane.ts'
import type { InstallationPause, RepositoryPause, SwitchableLogLevel } from './switches.ts'

/** Changes a switch; its opposite undoes it. */
export type SwitchMitigation =
  | { readonly kind: 'pause-intake' | 'resume-intake' }
  | { readonly kind: 'shed-lanes' | 'unshed-lanes'; readonly lanes: readonly Lane[] }
  | { readonly kind: 'analysers-only-on' | 'analysers-only-off' }
  | ({ readonly kind: 'pause-installation' | 'resume-installation' } & InstallationPause)
  | ({ readonly kind: 'pause-repository' | 'resume-repository' } & RepositoryPause)
  /** Null: as configured. */
  | { readonly kind: 'set-concurrency'; readonly jobs: number | null }
  /** Goes back by itself at `until`, milliseconds since the epoch; level null: now. */
  | {
      readonly kind: 'set-log-level'
      readonly level: SwitchableLogLevel | null
      readonly until: number
    }

/** Done once; there is nothing to take back, or its target knows how. */
export type SingleMitigation =
  /** As in `circuit list`, e.g. `repository:main/42`. */
  | { readonly kind: 'reset-breaker'; readonly breaker: string }
  | { readonly kind: 'page-more'; readonly incident: number }
  /** Null: the release before. */
  | { readonly kind: 'rollback'; readonly to: string | null }
  | { readonly kind: 'scale'; readonly workers: number }

export type Mitigation = SwitchMitigation | SingleMitigation
export type MitigationKind = Mitigation['kind']

/** All of them can be taken back, or do no harm: whoever is on call may. */
export const roleForMitigation: Readonly<Record<MitigationKind, AccessRole>> = {
  'pause-intake': 'responder',
  'resume-intake': 'responder',
  'shed-lanes': 'responder',
  'unshed-lanes': 'responder',
  'analysers-only-on': 'responder',
  'analysers-only-off': 'responder',
  'pause-installation': 'responder',
  'resume-installation': 'responder',
  'pause-repository': 'responder',
  'resume-repository': 'responder',
  'set-concurrency': 'responder',
  'set-log-level': 'responder',
  'reset-breaker': 'responder',
  'page-more': 'responder',
  rollback: 'responder',
  scale: 'responder',
}

export const concurrencyMax = 64
export const logLevelMsMax = 24 * 3_600_000
export const workersMax = 1_000

export function isSwitch(mitigation: Mitigation): mitigation is SwitchMitigation {
  return !['reset-breaker', 'page-more', 'rollback', 'scale'].includes(mitigation.kind)
}
