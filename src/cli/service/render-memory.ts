/** What `autogen-bot memory` says: pure functions from figures to text. */
import type { ProcessMemoryStatus } from '../../app/service/operate/memory.ts'
import { printable } from '../../domain/text/printable.ts'

const mebibyte = 1_048_576

export function renderMemory(processes: readonly ProcessMemoryStatus[]): string {
  if (processes.length === 0)
    return 'No process of the service has told of its memory in the last minutes: is it running?\n'
  return processes.map(renderProcess).join('\n')
}

function renderProcess({ report, ageMs, perHour, advice, snapshot }: ProcessMemoryStatus): string {
  const { heap, caches, instance, role, snapshots } = report
  const spaces = heap.spaces
    .filter(({ usedBytes }) => usedBytes >= mebibyte)
    .map(({ name, usedBytes, sizeBytes }) => `  ${name.padEnd(24)} ${mib(usedBytes)} of ${mib(sizeBytes)}`)
  const lines = [
    `${instance} (${role}), ${Math.round(ageMs / 1_000)} s ago`,
    `heap       ${mib(heap.usedBytes)} of ${mib(heap.limitBytes)} (${percent(heap.usedBytes, heap.limitBytes)}); the limit is ${limitWords[heap.limitSetBy]}`,
    ...spaces,
    `resident   ${mib(heap.rssBytes)}`,
    `external   ${mib(heap.externalBytes)}, buffers ${mib(heap.arrayBuffersBytes)} of it`,
    `may have   ${heap.containerLimitBytes === null ? `${mib(heap.machineBytes)}, the whole machine` : `${mib(heap.containerLimitBytes)}, the container's limit`}; ${mib(heap.availableBytes)} are free`,
    `trend      ${trendText(perHour)}`,
    ...caches.map(cacheText),
    ...snapshots.map(
      ({ path, bytes, writtenAt }) =>
        `snapshot   ${printable(path)} (${mib(bytes)}, ${new Date(writtenAt).toISOString().slice(0, 16)}Z)`,
    ),
    ...(snapshot !== null && snapshot.endedAt === null
      ? [`snapshot   asked for by ${printable(snapshot.wantedBy)}, not written yet`]
      : []),
    ...advice.map(
      ({ urgency, sentence }) =>
        `${(urgency === 'some time' ? 'hint' : 'DO').padEnd(10)} ${printable(sentence)}`,
    ),
  ]
  return `${lines.join('\n')}\n`
}

const limitWords = {
  operator: 'as Node was started with',
  container: 'worked out from the container',
  node: "Node's own",
} as const

function trendText(perHour: ProcessMemoryStatus['perHour']): string {
  if (perHour === null) return 'not long enough to tell'
  const { bytes, min, max } = perHour
  const words = min > 0 ? 'grows' : max < 0 ? 'shrinks' : 'flat'
  return `${words}: ${signed(bytes)} an hour (between ${signed(min)} and ${signed(max)}) after garbage collections`
}

function cacheText({
  name,
  lies,
  bound,
  size,
  hits,
  misses,
}: ProcessMemoryStatus['report']['caches'][number]): string {
  const filled =
    size === null
      ? 'cannot be measured'
      : bound.unit === 'bytes'
        ? `${mib(size.bytes ?? 0)} of ${mib(bound.max)}, ${size.entries} entries`
        : `${size.entries} of ${bound.max} entries${size.bytes === null ? '' : `, ${mib(size.bytes)}`}`
  const asked = hits + misses
  const rate = asked === 0 ? 'not asked yet' : `${percent(hits, asked)} of ${asked} look-ups found`
  return `cache      ${printable(name)} (${lies}): ${filled}; ${rate}`
}

export function renderSnapshot({
  instance,
  path,
  bytes,
}: {
  readonly instance: string
  readonly path: string
  readonly bytes: number
}): string {
  return [
    `${instance} wrote ${printable(path)} (${mib(bytes)}); heapdump.hprof beside it leads there.`,
    'Open it in the Memory panel of Chromium\'s DevTools ("Load profile").',
    'It holds everything the process knew, secrets among it: keep it to yourself, and remove it when done.',
    '',
  ].join('\n')
}

function mib(bytes: number): string {
  const value = bytes / mebibyte
  return `${Math.abs(value) < 10 ? value.toFixed(1) : Math.round(value)} MiB`
}

function signed(bytes: number): string {
  return `${bytes >= 0 ? '+' : '-'}${mib(Math.abs(bytes))}`
}

function percent(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.round((100 * part) / whole)} %`
}
