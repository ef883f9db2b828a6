/**
 * Where analysers run. Promise: a child gets an empty environment, reads nothing of the user's but what it is given,
 * writes nothing that outlives it, has no network where the machine can take it away, and is killed with all its
 * descendants when it exceeds a bound.
 */
import type { Outcome } from '../../domain/outcome.ts'

export interface ProgramLimits {
  /** Of the wall clock; a child that a busy machine starves gets up to three times as much. */
  readonly timeMs: number
  /** Resident bytes of the child and its descendants together. */
  readonly memoryBytesMax: number
  readonly outputBytesMax: number
}

export interface ProgramRun {
  /** Absolute path. Its folder and the product's own libraries stay readable. */
  readonly program: string
  readonly args: readonly string[]
  /** Files put into the empty folder in which the program is started, by name. */
  readonly files: ReadonlyMap<string, string>
  readonly limits: ProgramLimits
}

export interface ProgramFailure {
  /** `escaped`: it was ended because it reached for what is outside, which nothing of ours does. */
  readonly kind:
    | 'timed-out'
    | 'memory'
    | 'crashed'
    | 'output-too-large'
    | 'cannot-start'
    | 'cancelled'
    | 'escaped'
  /** In words, with the bound or the signal. */
  readonly detail: string
}

export interface ProgramAnswer {
  readonly stdout: string
  readonly exitCode: number
}

export interface ConversationLimits {
  readonly memoryBytesMax: number
  readonly lineBytesMax: number
}

/** A child that answers in lines. After a failure it is dead, and every `receive` gives the same failure. */
export interface Conversation {
  send(line: string): void
  receive(timeMs: number): Promise<Outcome<string, ProgramFailure>>
  close(): Promise<void>
}

export interface Sandbox {
  run(run: ProgramRun, signal: AbortSignal): Promise<Outcome<ProgramAnswer, ProgramFailure>>
  /** Starts one of the product's own modules in a Node that may read the product's files and nothing else. */
  converse(module: URL, limits: ConversationLimits, signal: AbortSignal): Conversation
}
