/**
 * Runs a command of the runbook. Promise: it ends within its time bound together with everything that it started, sees
 * nothing of our environment but what it is given, reads nothing from the terminal, and keeps a bounded part of what it
 * says. A command that ends badly is a result, not an error.
 */
export interface Shell {
  run(request: ShellRequest, signal: AbortSignal): Promise<ShellResult>
}

export interface ShellRequest {
  /** For `sh -c`; values come in through the environment, never in here. */
  readonly command: string
  readonly env: Readonly<Record<string, string>>
  readonly timeoutMs: number
  /** Of what is kept from each of the two streams; the rest is read and dropped. */
  readonly outputBytesMax: number
}

export interface ShellResult {
  /** Null when it was ended from outside, or could not be started. */
  readonly exitCode: number | null
  /** Why there is no exit code. */
  readonly ended: 'by-itself' | 'out-of-time' | 'stopped' | 'by-signal' | 'not-started'
  readonly stdout: string
  readonly stderr: string
  /** Whether more was said than was kept. */
  readonly isCut: boolean
  readonly durationMs: number
}
