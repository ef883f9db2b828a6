/** What the service benchmark says: pure functions from figures to text. */
import type { FollowedReview } from './follow-review.ts'
import { type Memory, slopeOf } from './process-memory.ts'
import type { SmallRun } from './small-changes.ts'

export interface CaseFigures {
  readonly id: string
  readonly first: readonly FollowedReview[]
  /** After a push that changes no file. */
  readonly pushed: readonly FollowedReview[]
  /** Of the same head, because somebody asked. */
  readonly again: readonly FollowedReview[]
}

/** What stands beside each other while two reviews run at a time. */
export interface PairFigures {
  readonly totalsMs: readonly number[]
  readonly seconds: number
}

export interface Aim {
  readonly words: string
  readonly isMet: boolean
}

/** Memory of a young process grows: caches fill, and the collector lets the heap grow to its working size. */
const warmUpReviews = 50
const slopeKiBMax = 20
export const requestsMax = { first: 8, again: 5 } as const

export function renderCases(cases: readonly CaseFigures[]): string {
  const head = [
    'case',
    'first ms',
    'of it host',
    'bot',
    'pushed bot',
    'again bot',
    'findings',
    'requests',
    'git',
    'store',
    'queue',
  ]
  const rows = cases.map((one) => [
    one.id,
    whole(median(one.first.map(({ totalMs }) => totalMs))),
    whole(median(one.first.map(({ hostMs }) => hostMs))),
    ...kinds.map((kind) => whole(median(one[kind].map(botMs)))),
    whole(median(one.first.map(({ findings }) => findings))),
    inKinds((kind) => Math.max(...one[kind].map(requestCount))),
    ...(['gitRequests', 'storeQueries', 'queueQueries'] as const).map((figure) =>
      inKinds((kind) => median(one[kind].map((review) => review[figure]))),
    ),
  ])
  return columns([head, ...rows])
}

const kinds = ['first', 'pushed', 'again'] as const

function inKinds(of: (kind: (typeof kinds)[number]) => number): string {
  return kinds.map((kind) => whole(of(kind))).join(' / ')
}

export function renderQuantiles(rows: readonly (readonly [string, readonly number[]])[]): string {
  const lines = rows.map(([name, values]) => [
    name,
    ...[0.5, 0.95, 0.99, 1].map((share) => whole(quantile(values, share))),
    String(values.length),
  ])
  return columns([['milliseconds', 'p50', 'p95', 'p99', 'max', 'reviews'], ...lines])
}

export function botMs({ totalMs, hostMs }: FollowedReview): number {
  return totalMs - hostMs
}

export function stageRows(
  reviews: readonly FollowedReview[],
): readonly (readonly [string, readonly number[]])[] {
  const names = [...new Set(reviews.flatMap(({ stages }) => Object.keys(stages)))]
  return [
    ['  wait for the worker', reviews.map(({ waitMs }) => waitMs)],
    ...names.map((name) => [`  ${name}`, reviews.map(({ stages }) => stages[name] ?? 0)] as const),
    ['  whole job', reviews.map(({ processingMs }) => processingMs)],
  ]
}

export function renderMemory({ memory, seconds, cpuSeconds }: SmallRun, concurrency: number): string {
  const at = [1, 50, 100, 200, 300, 400, 500, memory.length].filter((count) => count <= memory.length)
  const lines = [...new Set(at)].map((count, row, all) => {
    const since = memory.slice(row === 0 ? 0 : all[row - 1], count)
    const least = (of: keyof Memory) => Math.min(...since.map((one) => one[of])).toFixed(0)
    const most = (of: keyof Memory) => Math.max(...since.map((one) => one[of])).toFixed(0)
    return [String(count), least('rssMiB'), most('rssMiB'), least('pssMiB'), most('pssMiB'), most('treeMiB')]
  })
  const rate = `${memory.length} small pull requests, ${concurrency} at a time: ${(memory.length / seconds).toFixed(2)} reviews/s, ${Math.round((cpuSeconds * 1_000) / memory.length)} ms of CPU each (worker and its children).`
  return `${rate}\n${columns([['until review', 'RSS MiB least', 'most', 'PSS MiB least', 'most', 'with children'], ...lines])}${slopeSentence(memory)}`
}

function slopeSentence(memory: readonly Memory[]): string {
  const slope = slopeKiB(memory)
  return slope === null
    ? `Too few reviews for a slope: it takes more than ${warmUpReviews * 2}.\n`
    : `From review ${warmUpReviews} on: ${slope.toFixed(1)} KiB RSS with each review (slope of the best line).\n`
}

export function slopeKiB(memory: readonly Memory[]): number | null {
  const warm = memory.slice(warmUpReviews)
  return warm.length < warmUpReviews ? null : slopeOf(warm.map(({ rssMiB }) => rssMiB)) * 1_024
}

export function aimsOf(cases: readonly CaseFigures[], small: SmallRun): readonly Aim[] {
  const first = cases.flatMap((one) => one.first)
  const again = cases.flatMap((one) => one.again)
  const slope = slopeKiB(small.memory)
  return [
    aim('requests for a first review', Math.max(...first.map(requestCount)), requestsMax.first),
    aim(
      'requests for a review of the same head again',
      Math.max(...again.map(requestCount)),
      requestsMax.again,
    ),
    ...(slope === null ? [] : [aim('KiB more with each review', Math.round(slope), slopeKiBMax)]),
  ]
}

/** What is asked about the App and its installations (tokens, once an hour) is not asked by each review. */
export function requestCount({ requests }: FollowedReview): number {
  return requests.filter(({ route }) => !route.includes(' /app/')).length
}

function aim(words: string, value: number, max: number): Aim {
  return { words: `${words}: ${value}, at most ${max} wanted`, isMet: value <= max }
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The smallest value that at least this share of them does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

function whole(value: number): string {
  return String(Math.round(value))
}

function columns(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)))
  const format = (line: readonly string[]) =>
    line
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd()
  return `${lines.map(format).join('\n')}\n`
}
