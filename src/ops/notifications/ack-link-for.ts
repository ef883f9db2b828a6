/** The link by which a page is answered, for whoever writes the page. */
import { type AckKey, currentAckKey } from './ack-key.ts'
import { type AckSubject, writeAckToken } from './ack-token.ts'

const lifetimeMs = 24 * 3_600_000

/** @param publicUrl where people reach the service; null: no links */
export function createAckLinkFor(key: AckKey, publicUrl: string | null) {
  /** @param page when it was written, and the row that it is @returns null without an address or a key */
  return async (
    subject: AckSubject,
    { at, serial }: { readonly at: number; readonly serial: number },
  ): Promise<string | null> => {
    if (publicUrl === null) return null
    const secret = await currentAckKey(key)
    if (secret === null) return null
    return `${publicUrl}/ack/${writeAckToken({ subject, serial, expiresAt: at + lifetimeMs }, secret)}`
  }
}
