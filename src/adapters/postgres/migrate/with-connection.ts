/** One connection for one piece of work; what goes wrong in it is a failure that says what to do. */
import { Client, type ClientConfig } from 'pg'
import { fail, type Outcome } from '../../../domain/outcome.ts'
import type { MigrationFailure } from './migration.ts'

const connectMsMax = 10_000

export async function withConnection<Value>(
  connection: ClientConfig,
  work: (client: Client) => Promise<Outcome<Value, MigrationFailure>>,
): Promise<Outcome<Value, MigrationFailure>> {
  const client = new Client({
    connectionTimeoutMillis: connectMsMax,
    application_name: 'autogen-bot migrations',
    ...connection,
  })
  // A connection that is cut also fails the query that runs on it.
  client.on('error', () => {})
  try {
    await client.connect()
    return await work(client)
  } catch (error) {
    return fail<MigrationFailure>({
      kind: 'unreachable',
      message: `The database could not be used: ${(error as Error).message || 'no connection'}.`,
      remedy:
        'Check that PostgreSQL runs and that the role may create tables in the database, then start again.',
    })
  } finally {
    await client.end().catch(() => {})
  }
}
