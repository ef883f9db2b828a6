/** A story of one alert as data: which series, when it fires. Played to promtool and to the built-in evaluator. */
export interface AlertCase {
  readonly alert: string
  readonly title: string
  /** Between two points, and between two evaluations. */
  readonly everyMs: number
  readonly lastsMs: number
  /** Points from 0 on, in promtool's notation, by series: `0+10x4 stale`. */
  readonly series: Readonly<Record<string, string>>
  /** Empty: it stays silent. */
  readonly fires: readonly Firing[]
}

export interface Firing {
  readonly labels: Readonly<Record<string, string>>
  /** The first evaluation at which it fires. */
  readonly fromMs: number
  /** The first one at which it does so no longer; null: it fires to the end. */
  readonly untilMs: number | null
}

const minuteMs = 60_000

/** `7m30s` -> milliseconds */
export function ms(text: string): number {
  const match = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text)
  if (match === null) throw new Error(`no duration: ${text}`)
  const [hours, minutes, seconds] = match.slice(1).map((digits) => Number(digits ?? 0))
  return (hours ?? 0) * 60 * minuteMs + (minutes ?? 0) * minuteMs + (seconds ?? 0) * 1_000
}

/** @param until null: to the end */
export function fires(
  from: string,
  until: string | null,
  labels: Readonly<Record<string, string>> = {},
): Firing {
  return { labels, fromMs: ms(from), untilMs: until === null ? null : ms(until) }
}

/** A case with points and evaluations every 30 s. */
export function story(
  alert: string,
  title: string,
  lasts: string,
  series: Readonly<Record<string, string>>,
  ...firings: readonly Firing[]
): AlertCase {
  return { alert, title, everyMs: 30_000, lastsMs: ms(lasts), series, fires: firings }
}

export function every(everyText: string, given: AlertCase): AlertCase {
  return { ...given, everyMs: ms(everyText) }
}
