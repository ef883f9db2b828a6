/** What the rows say, asked from outside by the driver; the server may be away at any moment. */
import { Client } from 'pg'

export interface DatabaseView {
  /** Null when the server does not answer. */
  ask<Row>(sql: string, values?: readonly unknown[]): Promise<readonly Row[] | null>
  close(): Promise<void>
}

export function createDatabaseView(url: string): DatabaseView {
  let client: Client | null = null

  async function reach(): Promise<Client> {
    if (client !== null) return client
    const fresh = new Client({
      connectionString: url,
      connectionTimeoutMillis: 2_000,
      query_timeout: 10_000,
      application_name: 'chaos driver',
    })
    const forget = () => {
      if (client === fresh) client = null
    }
    fresh.on('error', forget)
    fresh.on('end', forget)
    await fresh.connect()
    client = fresh
    return fresh
  }

  return {
    async ask<Row>(sql: string, values: readonly unknown[] = []) {
      try {
        const reached = await reach()
        const { rows } = await reached.query(sql, [...values])
        return rows as readonly Row[]
      } catch {
        const broken = client
        client = null
        await broken?.end().catch(() => {})
        return null
      }
    },
    async close() {
      const last = client
      client = null
      await last?.end().catch(() => {})
    },
  }
}
