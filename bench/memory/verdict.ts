/** Flat or growing: the slope through what garbage collections left, with the bounds between which it lies. */
import { trendOf } from '../../src/ops/maintenance/linear-trend.ts'
import type { CollectedMemory } from './collector.ts'

export interface LeakVerdict {
  readonly isFlat: boolean
  /** False: it was judged while the cache still filled, whose entries weigh more than their text. */
  readonly isCacheFull: boolean
  /** KiB with each review; null: too few samples. */
  readonly heap: SlopeKiB | null
  readonly rss: SlopeKiB | null
}

export interface SlopeKiB {
  readonly perReview: number
  readonly min: number
  readonly max: number
}

/** Modules are compiled and small caches filled during the first quarter. */
const warmUpShare = 0.25
const fullShare = 0.95
const samplesMin = 8
/** Less is not worth a restart: a million reviews would take a gigabyte. */
const tolerableKiB = 1

export function verdictOn(collected: readonly CollectedMemory[]): LeakVerdict {
  const total = collected.at(-1)?.reviews ?? 0
  const warm = collected.filter(({ reviews }) => reviews > warmUpShare * total)
  const full = warm.filter(
    ({ cachedMiB }) => cachedMiB >= fullShare * Math.max(...warm.map((one) => one.cachedMiB)),
  )
  const isCacheFull = full.length >= samplesMin
  const judged = isCacheFull ? full : warm
  const heap = slopeOf(judged, ({ heapMiB, externalMiB, cachedMiB }) => heapMiB + externalMiB - cachedMiB)
  const rss = slopeOf(judged, ({ rssMiB }) => rssMiB)
  return { heap, rss, isCacheFull, isFlat: heap !== null && (heap.min <= 0 || heap.perReview < tolerableKiB) }
}

function slopeOf(
  collected: readonly CollectedMemory[],
  measure: (one: CollectedMemory) => number,
): SlopeKiB | null {
  // The line is drawn by the day; here a day is a review.
  const trend = trendOf(
    collected.map((one) => ({ at: one.reviews * 86_400_000, value: measure(one) * 1_024 })),
  )
  return trend === null ? null : { perReview: trend.perDay, min: trend.perDayMin, max: trend.perDayMax }
}

export function renderLeakTest(
  collected: readonly CollectedMemory[],
  { isFlat, isCacheFull, heap, rss }: LeakVerdict,
  seconds: number,
): string {
  const total = collected.at(-1)?.reviews ?? 0
  const rows = collected.map(
    ({ reviews, heapMiB, externalMiB, cachedMiB, rssMiB }) =>
      `${String(reviews).padStart(8)} ${heapMiB.toFixed(2).padStart(10)} ${externalMiB.toFixed(2).padStart(10)} ${cachedMiB.toFixed(2).padStart(10)} ${rssMiB.toFixed(0).padStart(10)}`,
  )
  return [
    `${' reviews'} ${'heap MiB'.padStart(10)} ${'external'.padStart(10)} ${'cached'.padStart(10)} ${'resident'.padStart(10)}`,
    ...rows,
    '',
    `${total} reviews in ${seconds.toFixed(0)} s. ${isCacheFull ? 'Since the cache of answers is full:' : 'The cache of answers was filling still; more reviews say more. After the first quarter:'}`,
    `heap and external, without the cache ${slopeText(heap)}`,
    `resident, with it ${slopeText(rss)}`,
    isFlat
      ? 'FLAT: what is left after garbage collections does not grow with reviews.'
      : 'GROWS: something of each review is kept.',
    '',
  ].join('\n')
}

function slopeText(slope: SlopeKiB | null): string {
  if (slope === null) return 'too few samples to say'
  return `${slope.perReview.toFixed(3)} KiB with each review (between ${slope.min.toFixed(3)} and ${slope.max.toFixed(3)}, 95 %)`
}
