/** Waits for a condition instead of sleeping; a condition that throws is one that does not hold yet. */
import { setTimeout as sleep } from 'node:timers/promises'

const lookEveryMs = 20

export async function until(holds: () => boolean | Promise<boolean>, timeMsMax = 20_000): Promise<void> {
  const end = Date.now() + timeMsMax
  let last: unknown = null
  while (Date.now() < end) {
    try {
      if (await holds()) return
      last = null
    } catch (error) {
      last = error
    }
    await sleep(lookEveryMs)
  }
  throw new Error(`${holds} did not hold within ${timeMsMax} ms`, { cause: last })
}
