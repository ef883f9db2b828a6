/** A job row's number, as decimal text: the column is a 64-bit integer, which a JavaScript number does not hold. */
import type { Brand } from '../brand.ts'

export type JobId = Brand<string, 'JobId'>

/** @returns null when the text is not the canonical decimal form of a positive 64-bit integer */
export function parseJobId(text: string): JobId | null {
  const isDecimal = /^[1-9]\d{0,18}$/.test(text)
  return isDecimal && BigInt(text) <= 9_223_372_036_854_775_807n ? (text as JobId) : null
}

/** For ids that our own store made. */
export function jobId(text: string): JobId {
  const id = parseJobId(text)
  if (id === null) throw new Error(`not a job id: ${JSON.stringify(text)}`)
  return id
}
