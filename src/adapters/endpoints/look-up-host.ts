/** Whether a name leads to an address, asked the way the service itself asks. */
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'

/** Rejects with a sentence when it does not. An address is its own answer. */
export async function lookUpHost(host: string): Promise<void> {
  if (isIP(host) !== 0) return
  try {
    await lookup(host)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new Error(`The name ${host} leads to no address (${code}).`)
  }
}
