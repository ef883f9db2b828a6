/** How much a counter or gauge changed over a whole range, of which only points inside are known. */
import type { Points, Window } from './range-functions.ts'

/** Points further from the range's end than this many times their usual distance: the series began or ended there. */
const distancesMax = 1.1

/** @returns null with fewer than two points */
export function extrapolatedChange(
  { times, values }: Points,
  { begin, end, generation }: Window,
  isCounter: boolean,
  /** Of what the change is given; 1: of the whole range. */
  perSeconds = 1,
): number | null {
  const first = values[0]
  const firstAt = times[0]
  const lastAt = times.at(-1)
  if (values.length < 2 || first === undefined || firstAt === undefined || lastAt === undefined) return null
  const change = changeOf(values, isCounter)
  const sampled = (lastAt - firstAt) / 1_000
  const distance = sampled / (values.length - 1)
  const threshold = distance * distancesMax
  const far = (seconds: number) => (seconds >= threshold ? distance / 2 : seconds)
  const toBegin = (firstAt - begin) / 1_000
  const canReachZero = isCounter && change > 0 && first >= 0
  const toZero = canReachZero ? sampled * (first / change) : Number.POSITIVE_INFINITY
  // A counter is never extrapolated to below zero; the generations differ in which bound is looked at first.
  const before = generation === 3 ? Math.min(far(toBegin), toZero) : far(Math.min(toBegin, toZero))
  const after = far((end - lastAt) / 1_000)
  // In Prometheus' order: at the edge of a histogram's bucket the last bit decides.
  return change * ((sampled + before + after) / sampled / perSeconds)
}

/** A counter that fell began again at 0. */
function changeOf(values: readonly number[], isCounter: boolean): number {
  let change = (values.at(-1) as number) - (values[0] as number)
  if (!isCounter) return change
  for (let index = 1; index < values.length; index += 1) {
    const before = values[index - 1] as number
    if ((values[index] as number) < before) change += before
  }
  return change
}
