/** Waiting for a condition instead of for a time. */
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Asks again and again until the answer is something.
 *
 * @param ask null or false: not yet
 * @param what what was waited for, for the message
 */
export async function eventually<Value>(
  what: string,
  ask: () => Value | null | false | undefined | Promise<Value | null | false | undefined>,
  timeMs = 30_000,
): Promise<Value> {
  const deadline = Date.now() + timeMs
  for (;;) {
    const answer = await ask()
    if (answer !== null && answer !== false && answer !== undefined) return answer
    if (Date.now() > deadline) throw new Error(`${what}: not within ${timeMs} ms`)
    await sleep(25)
  }
}
