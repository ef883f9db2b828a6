/**
 * What models cost, call by call. Promise: a call is entered before it is made, with the most it may take, so that calls
 * of several processes at once do not pass a limit together; one that is never settled counts with all of that for a
 * while, and then, as lost, with its prompt alone, which a provider may have been paid for.
 */
import type { AgentRole, CallPurpose } from '../../domain/agents/agent-role.ts'
import type { ModelName, TokenUsage } from '../../domain/agents/model-usage.ts'
import type { SpendGrouping } from '../../domain/agents/spend-grouping.ts'
import type { AppName, InstallationId, RepositoryId } from '../../domain/repository/repository.ts'

/** A call that was never settled counts with the most that it may take for so long, which no call lasts. */
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
  /** Of that, what it takes though nobody ever tells what came of it. */
  readonly prompt: {
    readonly tokens: number
    /** Null when the model has no known price. */
    readonly microDollars: number | null
  }
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
/** The outcome of a call that nobody settled. */
export const lost = 'lost'

export interface SettledCall {
  readonly usage: TokenUsage
  /** Null when the model has no known price: then it counts as nothing. */
  readonly microDollars: number | null
  /** Some of its tokens are our own count, because nobody told them. */
  readonly isEstimated: boolean
  readonly durationMs: number
  /** `answered`, the kind of failure, or `not-made`. */
  readonly outcome: string
  readonly at: number
}

/** Of calls that took anything: one that was refused before it began is none. */
export interface Spend {
  readonly calls: number
  readonly usage: TokenUsage
  readonly microDollars: number
  /** Calls of models without a known price. */
  readonly unpriced: number
  /** Calls whose tokens are our own count, at least in part; lost ones with them. */
  readonly estimated: number
  /** Calls that nobody settled. */
  readonly lost: number
}

export interface WorkSpend extends Spend {
  /** In the order of their first answers. */
  readonly answeredBy: readonly ModelName[]
}

export interface SpendRow extends Spend {
  readonly key: string
}

/** Reservations that are neither settled nor lost, with the most that they may take. */
export interface UnderWay {
  readonly calls: number
  readonly tokens: number
  readonly microDollars: number
}

export interface SpendSpan {
  /** Reserved in [from, to). */
  readonly from: number
  readonly to: number
  /** `owner/name`; null: all. */
  readonly repository: string | null
}

export interface ModelLedger {
  /** @param limits the first that would be passed is the one that refuses */
  reserve(call: PlannedCall, limits: readonly SpendLimit[]): Promise<Reservation>
  /** Once; what comes later is not heard. One that was given up as lost counts as this says. */
  settle(id: number, call: SettledCall): Promise<void>
  /** What counts against limits of the last 24 hours, reservations with it. */
  usedInDay(at: number): Promise<{ readonly tokens: number; readonly microDollars: number }>
  /**
   * Gives up what was never settled: of a work that nobody is at any more, or what was reserved before a time. From now on
   * it counts with its prompt. @returns how many
   */
  giveUp(
    unsettled: { readonly work: Payer } | { readonly reservedBefore: number },
    at: number,
  ): Promise<number>
  /** All tries at one work. */
  spentOn(work: Payer): Promise<WorkSpend>
  /** Settled calls, the dearest group first. */
  spent(
    query: SpendSpan & { readonly by: SpendGrouping; readonly limit: number },
  ): Promise<readonly SpendRow[]>
  underWay(span: SpendSpan): Promise<UnderWay>
  /** Removes calls older than that. @returns how many */
  forgetBefore(time: number): Promise<number>
}
