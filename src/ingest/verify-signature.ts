/** Whether the host wrote these bytes: nothing of a webhook is looked at before this says so. */
import { createHmac, timingSafeEqual } from 'node:crypto'

export type SignatureVerdict = 'valid' | 'missing' | 'malformed' | 'wrong'

const headerPattern = /^sha256=([0-9a-f]{64})$/i

/**
 * @param header `X-Hub-Signature-256`
 * @param secrets of the App, old and new during a rotation; each is tried, so that time does not tell which one it was
 */
export function verifySignature(
  body: Uint8Array,
  header: string | undefined,
  secrets: readonly string[],
): SignatureVerdict {
  if (header === undefined || header === '') return 'missing'
  const digits = headerPattern.exec(header)?.[1]
  if (digits === undefined) return 'malformed'
  const given = Buffer.from(digits, 'hex')
  let isValid = false
  for (const secret of secrets) {
    // An empty secret is no secret: everybody knows it.
    if (secret === '') continue
    const expected = createHmac('sha256', secret).update(body).digest()
    if (timingSafeEqual(expected, given)) isValid = true
  }
  return isValid ? 'valid' : 'wrong'
}
