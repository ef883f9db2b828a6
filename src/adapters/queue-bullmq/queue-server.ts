/** What Redis and PostgreSQL have to offer so that the queue and its workers are written once. */
import type { Job, Processor } from 'bullmq'
import type { QueueFailure } from '../../ports/queue/queue.ts'
import type { Turns } from './turns.ts'

/** What an entry carries for us; the rest of what is known about a job is in its row. */
export interface EntryData {
  readonly installation: string
  /** How often its handler has thrown since it last settled. */
  readonly throws?: number
}

export type EntryJob = Job<EntryData, void, string>

export interface NewEntry {
  readonly name: string
  readonly data: EntryData
  readonly opts: {
    readonly jobId: string
    readonly priority: number
    readonly timestamp: number
    readonly delay: number
  }
}

/** The part of BullMQ's `Queue` that is used. */
export interface EntryQueue {
  add(name: string, data: EntryData, opts: NewEntry['opts']): Promise<unknown>
  addBulk(entries: NewEntry[]): Promise<unknown>
  remove(id: string): Promise<number>
  pause(): Promise<void>
  resume(): Promise<void>
}

/** The part of BullMQ's `Worker` that is used. */
export interface EntryWorker {
  concurrency: number
  waitUntilReady(): Promise<void>
  run(): Promise<void>
  pause(doNotWaitActive: boolean): Promise<void>
  resume(): Promise<void>
  close(force?: boolean): Promise<void>
  isRunning(): boolean
}

export interface WorkerSettings {
  readonly concurrency: number
  readonly lockMs: number
  readonly onError: (error: Error) => void
}

export interface Reached {
  readonly queue: EntryQueue
  readonly turns: Turns
}

export interface QueueServer {
  /** For messages, e.g. `Redis at localhost:6379`. */
  readonly description: string
  /** Rejects soon while the server is away, and may be asked again. */
  reach(): Promise<Reached>
  /** Of a server that has been reached. Takes nothing before `run`. */
  createWorker(processor: Processor<EntryData, void, string>, settings: WorkerSettings): EntryWorker
  failureOf(error: unknown): QueueFailure
  close(): Promise<void>
}

/** How long an idle worker waits before it looks again, should a wake-up have been lost. */
export const idleSeconds = 2

export const stalledIntervalMs = 2_000

/** How soon a worker tries again while its server is away. */
export const retryMs = 250

/** Options that BullMQ's workers have in common on both servers. */
export function workerOptions({ concurrency, lockMs }: WorkerSettings) {
  return {
    autorun: false,
    concurrency: Math.max(1, concurrency),
    lockDuration: lockMs,
    lockRenewTime: Math.max(200, Math.floor(lockMs / 3)),
    stalledInterval: Math.min(stalledIntervalMs, lockMs),
    // Giving up is the row's affair; this is the largest number that both servers take.
    maxStalledCount: 2_147_483_647,
    drainDelay: idleSeconds,
    runRetryDelay: retryMs,
  }
}

/** Options of BullMQ's queue: finished entries leave nothing behind, and its event stream, which nobody reads, stays short. */
export const queueOptions = {
  defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
  streams: { events: { maxLen: 256 } },
}
