/** What all workers together know of an installation's limits at the host. */
import type { AppName, InstallationId } from '../../domain/repository/repository.ts'
import type { RateWindow } from '../code-host/code-host.ts'

export interface RateAccount {
  readonly app: AppName
  readonly installation: InstallationId
}

export interface KnownLimits {
  readonly windows: readonly RateWindow[]
  /** After a secondary limit: nobody asks before then. */
  readonly pausedUntil: number | null
}

export interface RateLedger {
  read(account: RateAccount): Promise<KnownLimits>
  /** Of the same window the lowest `remaining` is kept; a later `resetAt` is a new window. */
  note(account: RateAccount, windows: readonly RateWindow[]): Promise<void>
  /** The latest time is kept. */
  pause(account: RateAccount, until: number): Promise<void>
  list(): Promise<readonly (RateAccount & KnownLimits)[]>
}
