/** The service's log: JSON lines on standard output, one for each thing that happened, without secrets. */
import { type DestinationStream, type Logger, pino } from 'pino'
import type { AdjustableLog, Log, LogFields } from '../../ports/log/log.ts'
import { type LogFile, openLogFile } from './open-log-file.ts'

export interface LogOptions {
  readonly level: string
  /** Fields of every line, e.g. the role. */
  readonly fields: LogFields
  /** Exact texts that must never be written, e.g. keys; they become `[redacted]`. */
  readonly secrets?: readonly string[]
  /** Default: standard output. */
  readonly destination?: DestinationStream
  /** Gets the same lines. */
  readonly file?: LogFile
  /** Gets those that say what went wrong, as they are written. */
  readonly onTrouble?: (line: TroubleLine) => void
}

export interface TroubleLine {
  readonly at: number
  readonly level: 'warn' | 'error'
  /** JSON. */
  readonly line: string
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
/** The level stands first in each line. */
const troubleLevel = /^\{"level":"(warn|error)"/
/** Shorter texts would redact words. */
const secretLengthMin = 8

export function createLog({
  level,
  fields,
  secrets = [],
  destination,
  file,
  onTrouble,
}: LogOptions): AdjustableLog {
  const hidden = secrets.flatMap(writtenForms)
  const options = {
    level: 'debug',
    base: fields,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: redactedPaths, censor: '[redacted]' },
    hooks: {
      streamWrite: (line: string) => {
        const written = hidden.reduce(
          (text, secret) => (text.includes(secret) ? text.replaceAll(secret, '[redacted]') : text),
          line,
        )
        const trouble = onTrouble === undefined ? undefined : troubleLevel.exec(written)?.[1]
        if (trouble !== undefined)
          onTrouble?.({ at: Date.now(), level: trouble as TroubleLine['level'], line: written.trimEnd() })
        return written
      },
    },
  }
  const gate: Gate = { least: rankOf(level) }
  const opened = file === undefined ? null : openBoth(file, destination)
  const chosen = opened?.stream ?? destination
  const logger = chosen === undefined ? pino(options) : pino(options, chosen)
  if (opened?.reason != null) logger.warn({ ...file, reason: opened.reason }, 'log file cannot be written')
  return {
    ...wrap(logger, gate),
    setLevel: (wanted) => {
      gate.least = rankOf(wanted)
    },
  }
}

/** Ours, because children of the library keep the level that they were born with. */
interface Gate {
  least: number
}

const ranks = { debug: 20, info: 30, warn: 40, error: 50 } as const

function rankOf(level: string): number {
  return Object.hasOwn(ranks, level) ? ranks[level as keyof typeof ranks] : Number.POSITIVE_INFINITY
}

/** A file that cannot be opened is told of, and done without. */
function openBoth(
  file: LogFile,
  destination: DestinationStream | undefined,
): { readonly stream: DestinationStream | undefined; readonly reason: string | null } {
  try {
    const kept = openLogFile(file)
    const first = destination ?? pino.destination(1)
    const write = (line: string) => {
      first.write(line)
      kept.write(line)
    }
    return { stream: { write }, reason: null }
  } catch (error) {
    return { stream: destination, reason: (error as Error).message }
  }
}

/** As it stands inside a JSON line. */
function writtenForms(secret: string): readonly string[] {
  return secret.length < secretLengthMin ? [] : [JSON.stringify(secret).slice(1, -1)]
}

function wrap(logger: Logger, gate: Gate): Log {
  const at = (level: keyof typeof ranks) => (fields: LogFields, message: string) => {
    if (ranks[level] >= gate.least) logger[level](fields, message)
  }
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => wrap(logger.child(fields), gate),
  }
}
