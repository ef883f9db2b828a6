/** Where the service says what happens. Promise: a message is a constant, its facts are fields, secrets are redacted. */
export type LogFields = Readonly<Record<string, unknown>>

export interface Log {
  debug(fields: LogFields, message: string): void
  info(fields: LogFields, message: string): void
  warn(fields: LogFields, message: string): void
  error(fields: LogFields, message: string): void
  /** The same with these fields on every line. */
  child(fields: LogFields): Log
}

export interface AdjustableLog extends Log {
  /** The least important lines to write from now on, also of every child: `debug`, `info`, `warn`, `error`, `silent`. */
  setLevel(level: string): void
}
