/** What people do with an incident, and why it may be refused. */
import type { AlertSeverity } from '../alert/alert.ts'

export type IncidentCommand =
  /** Somebody has it: pages stop. */
  | { readonly kind: 'acknowledge' }
  /** R45-R48: what it does to whom, what is going to be done, whether more people are called. */
  | { readonly kind: 'assess'; readonly impact: string; readonly plan: string; readonly isEscalated: boolean }
  /** Also the way back from a mitigation that did not help. */
  | { readonly kind: 'investigate' }
  | { readonly kind: 'hypothesise'; readonly text: string }
  | { readonly kind: 'mitigate'; readonly action: string; readonly undo: string | null }
  | { readonly kind: 'monitor' }
  /** `despite`: an administrator's reason to do without verification and watch. */
  | { readonly kind: 'resolve'; readonly despite: string | null }
  | { readonly kind: 'reopen'; readonly reason: string }
  | { readonly kind: 'change-severity'; readonly severity: AlertSeverity; readonly reason: string }
  | { readonly kind: 'note'; readonly text: string }
  /** Tells the channel how it stands. */
  | { readonly kind: 'announce'; readonly text: string }
  /** Calls more people: a level, or the next one that was not called. */
  | { readonly kind: 'engage'; readonly level: number | null; readonly reason: string }
  | { readonly kind: 'assign'; readonly person: string }
  | {
      readonly kind: 'add-follow-up'
      readonly text: string
      readonly owner: string | null
      readonly due: string | null
    }
  | { readonly kind: 'end-follow-up'; readonly number: number }
  | { readonly kind: 'review'; readonly cause: string }

export interface IncidentRefusal {
  readonly kind:
    | 'unknown'
    | 'not-allowed'
    | 'wrong-state'
    | 'missing'
    | 'not-verified'
    | 'not-stable'
    | 'busy'
  /** A sentence. */
  readonly message: string
  /** What to do instead. */
  readonly remedy: string
}

/** What was looked at before an incident may be called resolved. */
export interface VerificationCheck {
  readonly name: string
  /** Null: it could not be looked at, which says nothing against it; people are told so. */
  readonly holds: boolean | null
  /** A sentence with what was seen. */
  readonly found: string
}
