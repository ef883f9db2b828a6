/**
 * What models cost, call by call. Promise: a call is entered before it is made, with the most it may take, so that calls
 * of several processes at once do not pass a limit together; one that was never settled counts until it expires.
 */
import type { AgentRole, CallPurpose } from '../../domain/agents/agent-role.ts'
import type { ModelName, TokenUsage } from '../../domain/agents/model-usage.ts'
import type { SpendGrouping } from '../../domain/agents/spend-grouping.ts'
import type { AppName, InstallationId, RepositoryId } from '../../domain/repository/repository.ts'

/** A call that was never settled counts for so long, which no call lasts. */
export const unsettledMsMax = 15 * 60_000

/** Whose money it is. A local review has none of these. */
export interface Payer {
  readonly app: AppName
  readonly installation: InstallationId
  readonly repository: RepositoryId
  /** `owner/name`, for reports. */
  readonly repositoryName: string
  readonly number: number
  /** One try at a review or an answer: its head and kind, e.g. `review/<sha>`. */
  readonly work: string
}

export interface SpendLimit {
  /** `work` is one review or answer; the others count the last 24 hours; `day` is everything here. */
  readonly scope: 'work' | 'repository' | 'installation' | 'day'
  readonly tokensMax: number | null
  readonly microDollarsMax: number | null
}

export interface PlannedCall {
  readonly payer: Payer
  readonly role: AgentRole
  readonly purpose: CallPurpose
  readonly model: ModelName
  /** The most that it may take. */
  readonly tokens: number
  readonly microDollars: number
  readonly at: number
}

export type Reservation =
  | { readonly kind: 'reserved'; readonly id: number }
  | {
      readonly kind: 'refused'
      readonly limit: SpendLimit
      readonly spentTokens: number
      readonly spentMicroDollars: number
      /** When enough of that is a day old; null: it never will be, e.g. of one work. */
      readonly freesAt: number | null
    }

/** A call that was not made after all: it counts as none. */
export const notMade = 'not-made'

export interface SettledCall {
  readonly usage: TokenUsage
  /** Null when the model has no known price: then it counts as nothing. */
  readonly microDollars: number | null
  readonly durationMs: number
  /** `answered`, the kind of failure, or `not-made`. */
  readonly outcome: string
  readonly at: number
}

export interface SpendRow {
  readonly key: string
  readonly calls: number
  readonly usage: TokenUsage
  readonly microDollars: number
  /** Calls of models without a known price. */
  readonly unpriced: number
}

export interface ModelLedger {
  /** @param limits the first that would be passed is the one that refuses */
  reserve(call: PlannedCall, limits: readonly SpendLimit[]): Promise<Reservation>
  /** Once; what comes later is not heard. */
  settle(id: number, call: SettledCall): Promise<void>
  /** What counts against limits of the last 24 hours, reservations with it. */
  usedInDay(at: number): Promise<{ readonly tokens: number; readonly microDollars: number }>
  /** Settled calls that were reserved in [from, to), the dearest first. */
  spent(query: {
    readonly from: number
    readonly to: number
    readonly by: SpendGrouping
    /** `owner/name`; null: all. */
    readonly repository: string | null
    readonly limit: number
  }): Promise<readonly SpendRow[]>
  /** Removes calls older than that. @returns how many */
  forgetBefore(time: number): Promise<number>
}
