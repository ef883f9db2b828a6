/** Warnings of the parts, as lines for the log of the job. */
import type { Log, LogFields } from '../../ports/log/log.ts'

/** @param tell one line; makes it harmless */
export function createRunLog(tell: (line: string) => void): Log {
  const write = (fields: LogFields, message: string) => tell(`${message} ${JSON.stringify(fields)}`)
  const log: Log = { debug() {}, info() {}, warn: write, error: write, child: () => log }
  return log
}
