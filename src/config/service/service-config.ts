/** What the operator of a service decides. Types alone; `service-options.ts` defines each setting. */
import type { Severity } from '../../domain/finding/severity.ts'
import type { AppName } from '../../domain/repository/repository.ts'

export interface ServiceConfig {
  /** Absolute path. Holds the embedded server's data and the cache of git objects. */
  readonly dataFolder: string
  /** Null: the embedded server in `dataFolder`. */
  readonly databaseUrl: string | null
  /** Null: the queue lives in PostgreSQL. */
  readonly redisUrl: string | null
  readonly http: HttpConfig
  readonly metrics: { readonly port: number }
  readonly apps: readonly AppConfig[]
  readonly worker: WorkerConfig
  readonly leader: LeaderConfig
  readonly checks: { readonly name: string; readonly failOn: Severity | 'never' }
  readonly gitCache: { readonly bytesMax: number }
  readonly log: { readonly level: LogLevel }
}

export interface HttpConfig {
  readonly host: string
  /** 0: any free one. */
  readonly port: number
}

export interface AppConfig {
  readonly name: AppName
  readonly id: number
  /** The REST API's address, e.g. `https://api.github.com`. */
  readonly apiUrl: string
  /** PEM text. */
  readonly privateKey: string
  /** The newest first; more than one during a rotation. Never empty. */
  readonly webhookSecrets: readonly string[]
  /** The least time between two writes, milliseconds; GitHub asks for 1,000. */
  readonly writeSpacingMs: number
}

export interface WorkerConfig {
  readonly concurrency: number
  /** Tries before a job is given up. */
  readonly attemptsMax: number
  /** Silence after which a worker's job is given to another. */
  readonly leaseMs: number
  readonly jobTimeMs: number
}

/** From the end of one run to the beginning of the next. */
export interface LeaderConfig {
  readonly rowsEveryMs: number
  readonly deliveriesEveryMs: number
  readonly headsEveryMs: number
}

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]
