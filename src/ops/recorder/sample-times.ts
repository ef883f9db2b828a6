/** How often is looked, and how long what was seen is kept. */
const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

export const lookEveryMs = 10_000
/** What waits for a store that is away. */
export const bufferedMs = hourMs
/** In memory: the longest window of an alert is six hours. */
export const ringMs = 7 * hourMs
export const fineKeptMs = 2 * dayMs
export const coarseKeptMs = 35 * dayMs
/** Windows beyond it are read from coarse rows; what is left of the fine ones is for rows that come late. */
export const fineWindowMsMax = 40 * hourMs

/** Three looks that did not come. */
export function silenceMs(everyMs: number): number {
  return 3 * everyMs
}

/** So long without anybody who takes webhooks is downtime. */
export function gapMs(everyMs: number): number {
  return Math.max(minuteMs, 3 * everyMs)
}
