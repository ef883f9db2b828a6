/**
 * Deliveries that come while others are being written are written together: one statement and one commit for all of them.
 * One that comes by itself is sent at once, so nobody waits for company.
 */
import type { DeliveryState } from '../../domain/delivery/delivery.ts'
import type { Acceptance } from '../../ports/store/inbox.ts'
import { StoreUnavailable } from '../../ports/store/store-unavailable.ts'
import type { Database, Statement } from './database.ts'
import type { EntryRow } from './job-row.ts'

/** The fields of the type `new_delivery`, but for its place. */
export type DeliveryFields = Readonly<Record<string, string | number | boolean | null>>

export type AcceptanceRow = EntryRow & {
  readonly place: number
  readonly answer: Acceptance['kind']
  readonly known_state: DeliveryState
}

interface Waiting {
  readonly fields: DeliveryFields
  readonly resolve: (row: AcceptanceRow) => void
  readonly reject: (error: unknown) => void
}

const acceptDeliveries: Statement = {
  name: 'accept_deliveries',
  text: 'select place, answer, known_state, (entry).* from accept_deliveries($1)',
}

const batchMax = 64
/** At the same time: while one commits, the next one is worked on; more would only be smaller. */
const batchesMax = 2

export function createAcceptBatches(
  database: Pick<Database, 'run'>,
): (fields: DeliveryFields) => Promise<AcceptanceRow> {
  let waiting: Waiting[] = []
  let underWay = 0

  function start(): void {
    while (underWay < batchesMax && waiting.length > 0) {
      const batch = waiting.slice(0, batchMax)
      waiting = waiting.slice(batchMax)
      underWay += 1
      void write(batch).finally(() => {
        underWay -= 1
        start()
      })
    }
  }

  async function write(batch: readonly Waiting[]): Promise<void> {
    try {
      const records = batch.map(({ fields }, place) => ({ place, ...fields }))
      const rows = await database.run<AcceptanceRow>(acceptDeliveries, [JSON.stringify(records)])
      const byPlace = new Map(rows.map((row) => [row.place, row]))
      for (const [place, one] of batch.entries()) one.resolve(byPlace.get(place) as AcceptanceRow)
    } catch (error) {
      if (batch.length === 1 || error instanceof StoreUnavailable) {
        for (const one of batch) one.reject(error)
        return
      }
      // One that the server refuses must not take the others with it.
      for (const one of batch) await write([one])
    }
  }

  return (fields) =>
    new Promise((resolve, reject) => {
      waiting.push({ fields, resolve, reject })
      // What the same turn of the event loop brings goes together.
      if (waiting.length === 1) setImmediate(start)
    })
}
