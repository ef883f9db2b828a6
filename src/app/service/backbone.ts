/** What every process of the service stands on, whatever its role: store, queue, breakers, code hosts. */
import type { PrometheusMeter } from '../../adapters/meter-prometheus/create-meter.ts'
import type { ServiceConfig } from '../../config/service/service-config.ts'
import type { Outcome } from '../../domain/outcome.ts'
import type { AppName } from '../../domain/repository/repository.ts'
import type { RecentLines } from '../../ops/incidents/recent-lines.ts'
import type { CacheBook } from '../../ports/cache/cache-book.ts'
import type { Circuits } from '../../ports/circuit/circuit.ts'
import type { CodeHost } from '../../ports/code-host/code-host.ts'
import type { AdjustableLog } from '../../ports/log/log.ts'
import type { Queue } from '../../ports/queue/queue.ts'
import type { Store } from '../../ports/store/store.ts'
import type { Tracer } from '../../ports/trace/tracer.ts'
import type { OpenedQueue } from './open-queue.ts'
import type { Security } from './open-security.ts'
import type { Notifications } from './watch/notifications.ts'

export interface Backbone {
  readonly config: ServiceConfig
  readonly store: Store
  readonly queue: Queue
  /** Null without Redis. */
  readonly mirrorWaiting: OpenedQueue['mirrorWaiting']
  readonly circuits: Circuits
  readonly hosts: ReadonlyMap<AppName, CodeHost>
  readonly log: AdjustableLog
  readonly meter: PrometheusMeter
  readonly caches: CacheBook
  /** What went wrong lately in this process. */
  readonly troubles: RecentLines
  readonly security: Security
  readonly tracer: Tracer
  readonly notifications: Notifications
  /** What is on, and what it is made of, for the first lines of the log and the doctor. */
  readonly facts: Readonly<Record<string, string>>
  /** What is missing or weaker than it could be: sentences. */
  readonly degraded: readonly string[]
  /** The settings as file and environment say them now; a failure is a sentence. */
  readonly readDeclared: () => Outcome<ServiceConfig, string>
  close(): Promise<void>
}

/** Why the service cannot start. */
export interface StartFailure {
  readonly kind: string
  readonly message: string
  readonly remedy: string
}
