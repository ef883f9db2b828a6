/** What the database's server tells about its own safety net. Promise: it only looks. */
export interface DatabaseServer {
  /** Null while the server archives no WAL (`archive_mode` is off). */
  archiver(): Promise<WalArchiver | null>
}

export interface WalArchiver {
  /** Seconds since a segment was archived last; since the server started when none was. By the server's clock. */
  readonly ageSeconds: number
  /** The last try failed. */
  readonly isFailing: boolean
}
