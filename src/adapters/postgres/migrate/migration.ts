/** A step of the schema, as its file says it, and why steps may not be taken. */

export interface Migration {
  readonly number: number
  /** The whole file name. */
  readonly name: string
  /** A program that does not know it must not work on a database that has it. */
  readonly isBreaking: boolean
  readonly sql: string
  /** SHA-256 of the text with LF line ends, in hex. */
  readonly checksum: string
}

/** A row of `schema_migrations`. */
export type AppliedMigration = Omit<Migration, 'sql'>

export interface MigrationFailure {
  readonly kind:
    | 'files-invalid'
    | 'unreachable'
    | 'locked'
    | 'schema-changed'
    | 'schema-too-new'
    | 'schema-behind'
    | 'migration-failed'
  /** What is wrong and where, in one sentence. */
  readonly message: string
  /** What to do next, in one sentence. */
  readonly remedy: string
}

export interface MigrationReport {
  /** Names of those applied now, in order. */
  readonly applied: readonly string[]
  /** Number of the newest migration that the database has; 0 for none. */
  readonly version: number
  /** Names that the database has and this program does not know; all of them safe. */
  readonly unknown: readonly string[]
}
