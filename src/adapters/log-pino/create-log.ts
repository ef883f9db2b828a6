/** The service's log: JSON lines on standard output, one for each thing that happened, without secrets. */
import { type DestinationStream, type Logger, pino } from 'pino'
import type { Log, LogFields } from '../../ports/log/log.ts'

export interface LogOptions {
  readonly level: string
  /** Fields of every line, e.g. the role. */
  readonly fields: LogFields
  /** Exact texts that must never be written, e.g. keys; they become `[redacted]`. */
  readonly secrets?: readonly string[]
  /** Default: standard output. */
  readonly destination?: DestinationStream
}

/** Fields that hold credentials wherever they stand: a net below the care of the callers. */
const redactedPaths = [
  'token',
  '*.token',
  'authorization',
  '*.authorization',
  'headers.authorization',
  'password',
  'secret',
  'privateKey',
]
/** Shorter texts would redact words. */
const secretLengthMin = 8

export function createLog({ level, fields, secrets = [], destination }: LogOptions): Log {
  const hidden = secrets.flatMap(writtenForms)
  const options = {
    level,
    base: fields,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: redactedPaths, censor: '[redacted]' },
    hooks: {
      streamWrite: (line: string) =>
        hidden.reduce(
          (text, secret) => (text.includes(secret) ? text.replaceAll(secret, '[redacted]') : text),
          line,
        ),
    },
  }
  return wrap(destination === undefined ? pino(options) : pino(options, destination))
}

/** As it stands inside a JSON line. */
function writtenForms(secret: string): readonly string[] {
  return secret.length < secretLengthMin ? [] : [JSON.stringify(secret).slice(1, -1)]
}

function wrap(logger: Logger): Log {
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    child: (fields) => wrap(logger.child(fields)),
  }
}
