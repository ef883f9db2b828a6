/** Writes an answer as the scenario wants it sent: whole, in drops, late, never. */
import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Sending } from '../behaviour/do-deed.ts'
import type { WireAnswer } from '../wire/question.ts'

/** @returns whether all of it was sent */
export async function send(
  outgoing: ServerResponse,
  { status, headers, body }: WireAnswer,
  sending: Sending,
  signal: AbortSignal,
): Promise<boolean> {
  const bytes = Buffer.from(JSON.stringify(body))
  if (signal.aborted || !(await isTime(sending, outgoing, signal))) return false
  outgoing.writeHead(status, {
    'content-type': 'application/json',
    'content-length': String(bytes.length),
    ...headers,
  })
  if (sending.how === 'drip') {
    for (let at = 0; at < bytes.length; at += sending.bytes) {
      outgoing.write(bytes.subarray(at, at + sending.bytes))
      if (!(await passed(sending.everyMs, signal))) return false
    }
    outgoing.end()
  } else outgoing.end(bytes)
  return true
}

async function isTime(sending: Sending, outgoing: ServerResponse, signal: AbortSignal): Promise<boolean> {
  switch (sending.how) {
    case 'reset':
      outgoing.socket?.resetAndDestroy()
      return false
    case 'stall':
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
      return false
    case 'delay':
      return passed(sending.ms, signal)
    default:
      return true
  }
}

async function passed(ms: number, signal: AbortSignal): Promise<boolean> {
  return sleep(ms, true, { signal }).catch(() => false)
}
