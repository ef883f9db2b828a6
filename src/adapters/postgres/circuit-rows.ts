/** Rows of circuit breakers, written only over the version that was read. */
import type { CircuitName } from '../../ports/circuit/circuit.ts'
import type { CircuitRow, CircuitRows } from '../../ports/store/circuit-rows.ts'
import type { Database, Statement } from './database.ts'

/** One row always: the server's time is wanted also when there is no breaker yet. */
const readCircuit: Statement = {
  name: 'read_circuit',
  text: `select c.version, c.state, clock_timestamp() as time
    from (values (1)) as one left join circuits c on c.kind = $1 and c.subject = $2`,
}

const createCircuit: Statement = {
  name: 'create_circuit',
  text: `insert into circuits (kind, subject, version, state) values ($1, $2, 1, $3)
    on conflict do nothing returning version`,
}

const replaceCircuit: Statement = {
  name: 'replace_circuit',
  text: `update circuits set version = version + 1, state = $4
    where kind = $1 and subject = $2 and version = $3 returning version`,
}

interface ReadRow {
  readonly version: string | null
  readonly state: string | null
  readonly time: number
}

export function createCircuitRows({ run, tables }: Database): CircuitRows {
  return {
    async read({ kind, subject }) {
      const [row] = await run<ReadRow>(readCircuit, [kind, subject])
      if (row === undefined) throw new Error('read_circuit gave no row')
      const { version, state, time } = row
      const isThere = version !== null && state !== null
      return { row: isThere ? { version: Number(version), state: JSON.parse(state) } : null, now: time }
    },
    async replace({ kind, subject }, version, state) {
      const text = JSON.stringify(state)
      const rows =
        version === null
          ? await run(createCircuit, [kind, subject, text])
          : await run(replaceCircuit, [kind, subject, version, text])
      return rows.length > 0
    },
    async list() {
      const rows = await tables
        .selectFrom('circuits')
        .selectAll()
        .orderBy('kind')
        .orderBy('subject')
        .execute()
      return rows.map(({ kind, subject, version, state }): CircuitRow & { name: CircuitName } => ({
        name: { kind: kind as CircuitName['kind'], subject },
        version: Number(version),
        state: JSON.parse(state),
      }))
    },
    async remove({ kind, subject }) {
      const { numDeletedRows } = await tables
        .deleteFrom('circuits')
        .where((is) => is.and({ kind, subject }))
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}
