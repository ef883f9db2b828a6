/** The role and the database that the program works with: its role owns the database, and nothing of the server. */
import { Client } from 'pg'
import { type Outcome, succeed } from '../../domain/outcome.ts'
import { type EmbeddedPostgresFailure, failed } from './failure.ts'
import { administration, closeClient } from './probe-server.ts'

export const applicationName = 'autogen'

export async function createApplicationDatabase(
  socketFolder: string,
): Promise<Outcome<null, EmbeddedPostgresFailure>> {
  const client = new Client(administration(socketFolder))
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query(
      `select exists(select from pg_roles where rolname = $1) as role,
              exists(select from pg_database where datname = $1) as database`,
      [applicationName],
    )
    const there: { role: boolean; database: boolean } = rows[0]
    if (!there.role) await client.query(`create role ${applicationName} login`)
    if (!there.database) {
      await client.query(`create database ${applicationName} owner ${applicationName}`)
      await client.query(`revoke connect on database ${applicationName} from public`)
    }
    return succeed(null)
  } catch (error) {
    return failed(
      'start-failed',
      `The embedded database runs but its first queries failed: ${(error as Error).message}.`,
      'Start again; when it comes back, read postgres.log in the data folder.',
    )
  } finally {
    await closeClient(client)
  }
}
