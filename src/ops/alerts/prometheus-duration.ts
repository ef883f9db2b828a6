/** Milliseconds as Prometheus writes them: `1h30m`, `10s`, `0s`. */
const units = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const

export function durationOf(ms: number): string {
  let left = Math.round(ms)
  let text = ''
  for (const [unit, unitMs] of units) {
    const count = Math.floor(left / unitMs)
    if (count > 0) text += `${count}${unit}`
    left -= count * unitMs
  }
  return text === '' ? '0s' : text
}
