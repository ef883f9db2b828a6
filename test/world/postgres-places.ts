/** What lies where in the folder of a test run. */
import { join } from 'node:path'

export interface PostgresPlaces {
  /** Claims of those who start the keeper. */
  readonly starters: string
  /** The identity of the process that keeps the server, as JSON. */
  readonly keeper: string
  /** Where the server is, as JSON; written when it is ready. */
  readonly ready: string
  readonly keeperLog: string
  /** Of the tests; made only where it is quicker than the usual one. */
  readonly temporary: string
  readonly data: string
  readonly cluster: string
}

export function placesIn(folder: string): PostgresPlaces {
  const data = join(folder, 'postgres')
  return {
    starters: join(folder, 'starters'),
    keeper: join(folder, 'keeper.json'),
    ready: join(folder, 'ready.json'),
    keeperLog: join(folder, 'keeper.log'),
    temporary: join(folder, 'tmp'),
    data,
    cluster: join(data, 'cluster'),
  }
}
