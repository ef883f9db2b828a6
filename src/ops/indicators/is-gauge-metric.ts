/** Which series go up and down: the others are counters, or parts of histograms, which only rise. */
import { indicators } from './indicators.ts'

const gauges: ReadonlySet<string> = new Set([
  'up',
  ...indicators.filter(({ kind }) => kind === 'gauge').map(({ name }) => name),
])

export function isGaugeMetric(metric: string): boolean {
  return gauges.has(metric)
}
