/** What the operator of a service decides. Types alone; `service-options.ts` defines each setting. */
import type { Severity } from '../../domain/finding/severity.ts'
import type { AppName } from '../../domain/repository/repository.ts'
import type { ModelsConfig } from './models-config.ts'
import type { NotifierConfig } from './notifier-config.ts'
import type { ServiceRecord } from './service-record.ts'

export interface ServiceConfig {
  /** Absolute path of the file that the settings come from; null when there is none. */
  readonly file: string | null
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
  readonly log: LogConfig
  readonly runbook: RunbookConfig
  /** What the service is to the people who run it: the section `service` of the file. */
  readonly service: ServiceRecord
  /** Whom the agents speak to, and what that may cost: the section `models` of the file, or the environment. */
  readonly models: ModelsConfig
  /** The ways to reach people: the section `notifiers` of the file. */
  readonly notifiers: readonly NotifierConfig[]
  /** False: Prometheus and Alertmanager do it. */
  readonly watch: { readonly isBuiltIn: boolean }
  /** Null: nobody outside is told that the watch is alive. */
  readonly heartbeat: HeartbeatConfig | null
  readonly memory: MemoryConfig
  /** Null `url`: no traces. */
  readonly traces: { readonly url: string | null; readonly headers: string | null }
  /** Addresses and absolute paths of PEM files whose end is watched besides those that the settings lead to. */
  readonly certificates: readonly string[]
}

export interface HttpConfig {
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  /** Where people reach this server, without a slash at its end; null: nowhere, and pages carry no link for an answer. */
  readonly publicUrl: string | null
  /** Addresses and networks whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[]
}

export interface HeartbeatConfig {
  /** Secret: whoever knows it can pretend that the service is watched. */
  readonly url: string
  readonly everyMs: number
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

export interface MemoryConfig {
  /** Absolute path of the link that leads to the newest heap snapshot. */
  readonly heapLink: string
  /** What all snapshots together may take. */
  readonly heapFolderBytesMax: number
  /** What a process does by itself when its heap is nearly full. */
  readonly nearLimit: 'snapshot' | 'nothing'
}

export interface LogConfig {
  readonly level: LogLevel
  /** Absolute path; null: lines go to standard output alone. */
  readonly file: string | null
  /** Of one file; four older ones are kept. */
  readonly fileBytesMax: number
}

export interface RunbookConfig {
  /** Changes that are made without a person: `page/step`. */
  readonly automatic: readonly string[]
}

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]
