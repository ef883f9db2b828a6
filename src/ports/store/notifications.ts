/**
 * Messages on their way to people. Promise: what `add` took has committed and is sent, or given up visibly; a row is
 * held by one sender at a time, and who lost its lease changes nothing more; a notifier gets a key once while the row
 * is kept; within a thread nothing overtakes what waits.
 */
import type { Notification } from '../../domain/notification/notification.ts'

export interface NewOutgoing {
  readonly notifier: string
  readonly notification: Notification
}

export type OutgoingState = 'waiting' | 'sent' | 'folded' | 'dead'

export interface Outgoing extends NewOutgoing {
  readonly id: number
  readonly state: OutgoingState
  readonly createdAt: number
  readonly notBefore: number
  /** Tries that ended. */
  readonly attempts: number
  readonly finishedAt: number | null
  readonly reference: string | null
  /** Of the last try. */
  readonly failure: string | null
}

export interface ClaimedOutgoing extends Outgoing {
  /** Grows with each claim: what carries an older one has lost the row. */
  readonly token: number
}

export type Held = Pick<ClaimedOutgoing, 'id' | 'token'>

/** What became of a claim. */
export type OutgoingResult =
  | { readonly kind: 'sent'; readonly reference: string | null }
  /** Told within another message. */
  | { readonly kind: 'folded'; readonly into: string }
  | { readonly kind: 'retry'; readonly notBefore: number; readonly failure: string }
  /** Not tried. */
  | { readonly kind: 'put-off'; readonly notBefore: number }
  | { readonly kind: 'dead'; readonly failure: string }

export interface NotifierHealth {
  readonly notifier: string
  readonly succeededAt: number | null
  readonly failedAt: number | null
  readonly failure: string | null
  /** Of the last try. */
  readonly isUp: boolean
}

export interface Notifications {
  /**
   * Rows whose notifier has had the key already are left out; but what is urgent takes the place of news that wait.
   * @returns how many were written
   */
  add(rows: readonly NewOutgoing[], at: number): Promise<number>
  /** What was sent while this could not be written, so that it is not sent again. */
  recordSent(
    rows: readonly (NewOutgoing & { readonly reference: string | null })[],
    at: number,
  ): Promise<void>
  /** In the order of urgency. */
  claim(
    notifier: string,
    request: { readonly at: number; readonly leaseMs: number; readonly limit: number },
  ): Promise<readonly ClaimedOutgoing[]>
  /** @returns false when the row is somebody else's by now */
  settle(held: Held, result: OutgoingResult, at: number): Promise<boolean>
  find(id: number): Promise<Outgoing | null>
  /** When the first message of each of these threads was taken by one of these notifiers; threads without one are left out. */
  firstSent(threads: readonly string[], notifiers: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** Newest first. */
  list(states: readonly OutgoingState[], limit: number): Promise<readonly Outgoing[]>
  /** @param ids null: every dead one @returns how many wait again */
  retryDead(ids: readonly number[] | null, at: number): Promise<number>
  /** By notifier, those that have any. */
  waiting(): Promise<Readonly<Record<string, number>>>
  noteTry(notifier: string, at: number, failure: string | null): Promise<void>
  health(): Promise<readonly NotifierHealth[]>
  /** @returns null for the first time; else who used it */
  useLink(
    hash: string,
    use: { readonly by: string; readonly at: number; readonly expiresAt: number },
  ): Promise<{ readonly by: string; readonly at: number } | null>
  /** What came of a use that did not lead to anything. */
  releaseLink(hash: string): Promise<void>
  /** Deletes rows that ended before. @returns how many */
  forget(before: {
    readonly finished: number
    readonly dead: number
    readonly links: number
  }): Promise<number>
}
