/**
 * A port of the loopback that nobody listens on now. Between here and its use somebody may take it, so it is a random
 * one below those that the kernel hands out by itself: to probes of other tests, and to every connection.
 */
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

const portMin = 10_000
/** Linux hands out from 32768. */
const portMax = 32_000
const triesMax = 100

export async function freePort(): Promise<number> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const port = randomInt(portMin, portMax)
    if (await isFree(port)) return port
  }
  throw new Error('every port that was tried is taken')
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer().listen(port, '127.0.0.1')
  try {
    await once(probe, 'listening')
  } catch {
    return false
  }
  probe.close()
  await once(probe, 'close')
  return true
}
