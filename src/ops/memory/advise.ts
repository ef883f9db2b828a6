/** What to do about the memory of a process, by rules that each look at one thing. */
import { isGrowing, type Trend, timeToLimit, trendOf } from '../maintenance/linear-trend.ts'
import type { MemoryReport } from './memory-report.ts'

export interface Advice {
  readonly rule: string
  readonly urgency: 'now' | 'soon' | 'some time'
  /** What is so, and what to do. */
  readonly sentence: string
}

type Rule = (report: MemoryReport, trend: Trend | null) => Omit<Advice, 'rule'> | null

export const nearLimitShare = 0.85
const highShare = 0.8
const minuteMs = 60_000
const mebibyte = 1_048_576
/** Modules are loaded and caches filled in the first while; that is no leak. */
const warmUpMs = 30 * minuteMs
const leakSpanMs = 2 * 60 * minuteMs
const leakDaysMax = 14
const leakShareMin = 0.02
const lookUpsMin = 200

/** Most urgent first. */
export function advise(report: MemoryReport): readonly Advice[] {
  const trend = memoryTrend(report)
  const advice = Object.entries(rules).flatMap(([rule, look]): Advice[] => {
    const found = look(report, trend)
    return found === null ? [] : [{ rule, ...found }]
  })
  const order = ['now', 'soon', 'some time']
  return advice.sort((one, other) => order.indexOf(one.urgency) - order.indexOf(other.urgency))
}

/** Of what stays after garbage collections; null while there are too few looks. */
export function memoryTrend({ floors, startedAt }: MemoryReport): Trend | null {
  // The newest stretch has just begun: its least may be garbage still.
  return trendOf(floors.slice(0, -1).filter(({ at }) => at >= startedAt + warmUpMs))
}

const rules: Readonly<Record<string, Rule>> = {
  'heap-near-limit': ({ heap }) =>
    heap.usedBytes < nearLimitShare * heap.limitBytes
      ? null
      : {
          urgency: 'now',
          sentence: `The heap holds ${percent(heap.usedBytes / heap.limitBytes)} of its limit of ${mib(heap.limitBytes)}. Take "autogen-bot memory snapshot", then raise the limit (--max-old-space-size in NODE_OPTIONS, or the container's) or restart this process.`,
        },
  'container-nearly-full': ({ heap }) =>
    heap.containerLimitBytes === null || heap.rssBytes < highShare * heap.containerLimitBytes
      ? null
      : {
          urgency: 'now',
          sentence: `This process alone takes ${percent(heap.rssBytes / heap.containerLimitBytes)} of what its container may have. Raise the container's limit, or lower AUTOGEN_WORKER_CONCURRENCY.`,
        },
  'limit-beyond-container': ({ heap }) =>
    heap.containerLimitBytes === null || heap.limitBytes < heap.containerLimitBytes
      ? null
      : {
          urgency: 'soon',
          sentence: `The heap may grow to ${mib(heap.limitBytes)} and the container ends at ${mib(heap.containerLimitBytes)}: the kernel will kill the process before it can say why. Take --max-old-space-size out of NODE_OPTIONS, or lower it.`,
        },
  'leak-suspected': ({ floors, heap }, trend) => {
    if (trend === null || !isGrowing(trend)) return null
    const spanMs = trend.endsAt - (floors[0]?.at ?? trend.endsAt)
    const grown = trend.perDay * (spanMs / 86_400_000)
    const { days } = timeToLimit(trend, heap.limitBytes)
    if (spanMs < leakSpanMs || grown < leakShareMin * heap.limitBytes || (days ?? Infinity) > leakDaysMax)
      return null
    return {
      urgency: (days ?? Infinity) < 1 ? 'now' : 'soon',
      sentence: `What stays after garbage collections grows by ${mib(trend.perDay / 24)} an hour and reaches the limit in ${lengthText(days ?? 0)}: a leak is likely. Take two snapshots an hour apart and compare them, and restart this process before then.`,
    }
  },
  'contexts-kept': ({ heap }) =>
    heap.detachedContexts < 5
      ? null
      : {
          urgency: 'soon',
          sentence: `${heap.detachedContexts} contexts are kept that nothing runs in: something holds on to them. Look for them in a snapshot.`,
        },
  'buffers-large': ({ heap }) =>
    heap.arrayBuffersBytes < 0.4 * heap.rssBytes || heap.arrayBuffersBytes < 256 * mebibyte
      ? null
      : {
          urgency: 'some time',
          sentence: `${mib(heap.arrayBuffersBytes)} are buffers outside of the heap. Large changes are read whole: lower AUTOGEN_WORKER_CONCURRENCY if memory is short.`,
        },
  'cache-idle': ({ caches }) => {
    const idle = caches.filter(
      ({ lies, size, bound, hits, misses }) =>
        lies === 'in memory' &&
        hits + misses >= lookUpsMin &&
        hits / (hits + misses) < 0.1 &&
        fillOf(size, bound) > 0.5,
    )
    if (idle.length === 0) return null
    return {
      urgency: 'some time',
      sentence: `${idle.map(({ name }) => name).join(', ')}: more than half full, and less than one look-up in ten finds something. It could be smaller.`,
    }
  },
  'cache-short': ({ caches }) => {
    const short = caches.filter(
      ({ size, bound, hits, misses }) =>
        hits + misses >= lookUpsMin &&
        hits / (hits + misses) >= 0.2 &&
        hits / (hits + misses) < 0.7 &&
        fillOf(size, bound) > 0.95,
    )
    if (short.length === 0) return null
    return {
      urgency: 'some time',
      sentence: `${short.map(({ name }) => name).join(', ')}: full, and much of what is looked up is gone already. If there is room, let it be larger.`,
    }
  },
}

function fillOf(
  size: MemoryReport['caches'][number]['size'],
  { unit, max }: MemoryReport['caches'][number]['bound'],
): number {
  if (size === null || max === 0) return 0
  return (unit === 'bytes' ? (size.bytes ?? 0) : size.entries) / max
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`
}

function mib(bytes: number): string {
  return `${(bytes / mebibyte).toFixed(bytes < 10 * mebibyte ? 1 : 0)} MiB`
}

function lengthText(days: number): string {
  return days < 2 ? `${Math.max(1, Math.round(24 * days))} h` : `${Math.round(days)} days`
}
