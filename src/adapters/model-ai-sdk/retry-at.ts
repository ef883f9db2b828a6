/**
 * When a provider takes requests again, from whatever it says about that: `retry-after` as seconds, a date or
 * milliseconds, the limits' own headers, or a field or sentence of the body. Bounded: nobody can put us off for ever.
 */
import { limitResets, spanMs } from './reset-headers.ts'

const waitMsMax = 24 * 3_600_000

/** @returns milliseconds since the epoch; null when it does not say */
export function retryAtOf(
  headers: Readonly<Record<string, string>>,
  body: string,
  now: number,
): number | null {
  const wait =
    milliseconds(headers['retry-after-ms']) ??
    retryAfter(headers['retry-after'], now) ??
    limitResets(headers, now) ??
    inBody(body)
  return wait === null ? null : now + Math.min(waitMsMax, Math.max(0, Math.ceil(wait)))
}

function milliseconds(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,12}(?:\.\d{1,6})?$/.test(text.trim()) ? Number(text) : null
}

/** Seconds or a date. */
function retryAfter(text: string | undefined, now: number): number | null {
  if (text === undefined) return null
  const seconds = milliseconds(text)
  if (seconds !== null) return seconds * 1_000
  const date = text.length < 60 ? Date.parse(text) : Number.NaN
  return Number.isNaN(date) ? null : date - now
}

/** Google's `RetryInfo`, and the sentence that OpenAI and those that follow it write. */
function inBody(body: string): number | null {
  const said =
    /"retryDelay"\s*:\s*"([0-9.]{1,12}s)"/.exec(body) ?? /try again in ([0-9.hms]{1,20}[0-9a-z])/.exec(body)
  return said === null ? null : spanMs(said[1] ?? '')
}
