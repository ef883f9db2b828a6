/** An expression whose windows are longer or shorter, for rehearsals that have no hour to wait. Thresholds stay. */
import { durationOf } from './prometheus-duration.ts'

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }
/** A rate needs two points. */
const windowMsMin = 2_000

export function stretchExpression(expr: string, timeScale: number): string {
  if (timeScale === 1) return expr
  return expr.replaceAll(/\[(\d+)([smhd])\]/g, (_, count: string, unit: string) => {
    const ms = Number(count) * (unitMs[unit] as number) * timeScale
    return `[${durationOf(Math.max(windowMsMin, ms))}]`
  })
}
