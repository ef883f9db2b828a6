/** Tells an outage of the store from a bug of ours, by the error's class and code and never by its words. */
import { DatabaseError } from 'pg'

export type Trouble =
  /** The server undid it because of others: the same again may pass. */
  | 'lost-race'
  /** It cannot be reached, is going down, coming up, full, or does not answer in time. */
  | 'unavailable'
  | 'bug'

/** Whole SQLSTATE classes: connection, resources, operator intervention, system error; and a wrong role or database. */
const unavailableClasses: ReadonlySet<string> = new Set(['08', '53', '57', '58', '28', '3D'])
/** A standby after a failover; a lock that was not to be had in time. */
const unavailableCodes: ReadonlySet<string> = new Set(['25006', '55P03'])
const lostRaces: ReadonlySet<string> = new Set(['40001', '40P01'])

export function troubleOf(error: unknown): Trouble {
  if (error instanceof DatabaseError) {
    const code = error.code ?? ''
    if (lostRaces.has(code)) return 'lost-race'
    return unavailableClasses.has(code.slice(0, 2)) || unavailableCodes.has(code) ? 'unavailable' : 'bug'
  }
  // What the server did not say comes from the connection: a system error, or a plain one of the driver.
  const isOfConnection = error instanceof Error && (error.constructor === Error || 'code' in error)
  return isOfConnection || error instanceof AggregateError ? 'unavailable' : 'bug'
}
