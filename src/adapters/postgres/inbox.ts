/** Deliveries. What makes `accept` one round trip stands in the migrations. */
import { constants, zstdCompressSync } from 'node:zlib'
import type { Delivery, DeliveryGuid, DeliveryState, NewDelivery } from '../../domain/delivery/delivery.ts'
import { probeApp } from '../../domain/delivery/probe-app.ts'
import { appOfTask } from '../../domain/job/app-of-task.ts'
import type { NewJob } from '../../domain/job/job.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { AppName, InstallationId, RepositoryId } from '../../domain/repository/repository.ts'
import type { Acceptance, Inbox, InboxFailure } from '../../ports/store/inbox.ts'
import { StoreUnavailable } from '../../ports/store/store-unavailable.ts'
import { type AcceptanceRow, createAcceptBatches, type DeliveryFields } from './accept-batches.ts'
import type { Database, Statement } from './database.ts'
import { entryFrom, jobValues } from './job-row.ts'
import { timeOf } from './times.ts'

const deliveryColumns = `d.app, d.guid, d.event, d.action, d.installation, d.repository_id, d.repository, d.pull_number,
  encode(d.body_hash, 'hex') as body_hash, d.received_at, d.repeats,
  delivery_state(d.job_id, j.state) as state, coalesce(d.ignored_because, j.reason) as reason`

const findDelivery: Statement = {
  name: 'find_delivery',
  text: `select ${deliveryColumns} from deliveries d left join jobs j on j.id = d.job_id
    where d.app = $1 and d.guid = $2`,
}

const listDeliveries: Statement = {
  name: 'list_deliveries',
  text: `select ${deliveryColumns}
    from (select * from deliveries where app <> '${probeApp}' order by id desc limit $1) d left join jobs j on j.id = d.job_id
    order by d.id desc`,
}

const removeProbes: Statement = {
  name: 'remove_probes',
  text: 'delete from deliveries where app = $1',
}

const knownDeliveries: Statement = {
  name: 'known_deliveries',
  text: 'select guid from deliveries where app = $1 and guid = any ($2::text[])',
}

interface DeliveryRow {
  readonly app: string
  readonly guid: string
  readonly event: string
  readonly action: string | null
  readonly installation: string | null
  readonly repository_id: string | null
  readonly repository: string | null
  readonly pull_number: string | null
  readonly body_hash: string
  readonly received_at: number
  readonly repeats: number
  readonly state: string
  readonly reason: string | null
}

export function createInbox(database: Database): Inbox {
  const write = createAcceptBatches(database)
  return {
    async accept(delivery, job) {
      if (job !== null && appOfTask(job.task) !== delivery.app)
        throw new Error('a delivery brings work of its own App')
      try {
        return succeed(acceptanceFrom(await write(fieldsOf(delivery, job))))
      } catch (error) {
        if (error instanceof StoreUnavailable) return unavailable(error)
        throw error
      }
    },
    async find(app, guid) {
      const [row] = await database.run<DeliveryRow>(findDelivery, [app, guid])
      return row === undefined ? null : deliveryFrom(row)
    },
    async known(app, guids) {
      const rows = await database.run<{ guid: string }>(knownDeliveries, [app, guids])
      return new Set(rows.map(({ guid }) => guid as DeliveryGuid))
    },
    async list(limit) {
      return (await database.run<DeliveryRow>(listDeliveries, [limit])).map(deliveryFrom)
    },
    async removeProbes() {
      await database.run(removeProbes, [probeApp])
    },
  }
}

function fieldsOf(delivery: NewDelivery, job: NewJob | null): DeliveryFields {
  const [key, lane, jobInstallation, kind, task, isFull, notBefore, cancelsActive] = jobValues(job)
  return {
    app: delivery.app,
    guid: delivery.guid,
    event: storable(delivery.event),
    action: storable(delivery.action),
    installation: delivery.installation,
    repository_id: delivery.repositoryId,
    repository: storable(delivery.repository),
    pull_number: delivery.pullNumber,
    body_hash: delivery.bodyHash,
    payload: compressed(delivery.payload),
    received_at: timeOf(delivery.receivedAt),
    ignored_because: storable(delivery.ignoredBecause),
    key,
    lane,
    job_installation: jobInstallation,
    kind,
    task,
    is_full: isFull,
    not_before: notBefore,
    cancels_active: cancelsActive,
  }
}

/** In base64. As fast as it gets: even so it is a tenth of what was sent. */
function compressed(payload: string): string {
  return zstdCompressSync(payload, { params: { [constants.ZSTD_c_compressionLevel]: -3 } }).toString('base64')
}

/** JSON may hold what the server's text may not. */
function storable(text: string | null): string | null {
  return text?.toWellFormed().replaceAll('\0', '\u{fffd}') ?? null
}

function acceptanceFrom(row: AcceptanceRow): Acceptance {
  switch (row.answer) {
    case 'stored':
    case 'revived':
      return { kind: row.answer, entry: entryFrom(row) }
    case 'known':
      return { kind: 'known', state: row.known_state }
    case 'conflict':
      return { kind: 'conflict' }
  }
}

function unavailable({ message }: StoreUnavailable): Outcome<never, InboxFailure> {
  return fail({
    kind: 'store-unavailable',
    message,
    remedy:
      'Nothing has to be done about this delivery: once the database is back it is fetched from the host.',
  })
}

function deliveryFrom(row: DeliveryRow): Delivery {
  return {
    app: row.app as AppName,
    guid: row.guid as DeliveryGuid,
    event: row.event,
    action: row.action,
    installation: numberOrNull(row.installation) as InstallationId | null,
    repositoryId: numberOrNull(row.repository_id) as RepositoryId | null,
    repository: row.repository,
    pullNumber: numberOrNull(row.pull_number),
    bodyHash: row.body_hash,
    receivedAt: row.received_at,
    state: row.state as DeliveryState,
    reason: row.reason,
    repeats: row.repeats,
  }
}

function numberOrNull(text: string | null): number | null {
  return text === null ? null : Number(text)
}
