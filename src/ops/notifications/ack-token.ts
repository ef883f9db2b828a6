/**
 * The word in a link by which a page is answered: what it answers, until when, and a signature over both. Short enough
 * for a path, and without a character that a mail program or a chat breaks an address at.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'

export type AckSubject =
  | { readonly kind: 'incident'; readonly incident: number }
  /** Of an emergency page: there is no incident while the store is away. */
  | { readonly kind: 'alert'; readonly key: string }

export interface AckClaim {
  readonly subject: AckSubject
  /** The row of the page, or 0: makes each page's link another one. */
  readonly serial: number
  /** Milliseconds since the epoch, to the second. */
  readonly expiresAt: number
}

export type AckTokenFailure = 'invalid' | 'expired'

const form = /^([ia])([0-9a-f]{1,16})-([0-9a-z]{1,11})-([0-9a-z]{1,8})-([A-Za-z0-9_-]{24})$/
const signatureBytes = 18

export function writeAckToken({ subject, serial, expiresAt }: AckClaim, key: string): string {
  const what = subject.kind === 'incident' ? `i${subject.incident.toString(16)}` : `a${subject.key}`
  const seconds = Math.floor(expiresAt / 1_000)
  const claim = `${what}-${serial.toString(36)}-${seconds.toString(36)}`
  return `${claim}-${signatureOf(claim, key).toString('base64url')}`
}

export function readAckToken(token: string, key: string, now: number): Outcome<AckClaim, AckTokenFailure> {
  const [, kind, what = '', serial = '', seconds = '', signature = ''] = form.exec(token) ?? []
  if (kind === undefined) return fail('invalid')
  const claim = token.slice(0, -signature.length - 1)
  if (!timingSafeEqual(Buffer.from(signature, 'base64url'), signatureOf(claim, key))) return fail('invalid')
  const expiresAt = Number.parseInt(seconds, 36) * 1_000
  if (expiresAt <= now) return fail('expired')
  const subject: AckSubject =
    kind === 'i' ? { kind: 'incident', incident: Number.parseInt(what, 16) } : { kind: 'alert', key: what }
  return succeed({ subject, serial: Number.parseInt(serial, 36), expiresAt })
}

/** What is kept of a used one. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

function signatureOf(claim: string, key: string): Buffer {
  return createHmac('sha256', key).update(`ack ${claim}`).digest().subarray(0, signatureBytes)
}
