/** An ETag by content: the same answer has the same, and asking with it costs nothing. */
import { createHash } from 'node:crypto'

export function etagOf(content: string | Buffer): string {
  return `W/"${createHash('sha256').update(content).digest('hex')}"`
}

export function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  const bare = (text: string) => text.trim().replace(/^W\//, '')
  return (ifNoneMatch ?? '').split(',').some((one) => bare(one) === bare(etag))
}
