/**
 * `npm run bench:queue -- [--jobs N]`: the queue with 100,000 waiting jobs on both of its servers, beside BullMQ alone
 * in the same run. A few minutes; progress on stderr, the table on stdout.
 */
import { parseArgs } from 'node:util'
import { type Figures, measureQueue, type Percentiles } from './queue/measure-queue.ts'
import { startPostgresPlace, startRedisPlace } from './queue/places.ts'

const { values } = parseArgs({ options: { jobs: { type: 'string', default: '100000' } } })
const jobs = Number(values.jobs)
if (!Number.isInteger(jobs) || jobs < 5_000 || jobs > 1_000_000) {
  process.stderr.write('--jobs takes a number between 5000 and 1000000.\n')
  process.exit(2)
}

const redis = await figuresOf(startRedisPlace)
const postgres = await figuresOf(startPostgresPlace)
process.stdout.write(table(redis, postgres))

async function figuresOf(start: typeof startRedisPlace): Promise<Figures> {
  const place = await start()
  try {
    return await measureQueue(place, jobs, (what) => process.stderr.write(`${place.name}: ${what}...\n`))
  } finally {
    await place.stop()
  }
}

function table(a: Figures, b: Figures): string {
  const rates: readonly [string, (figures: Figures) => number][] = [
    [`add ${jobs} in bulk, jobs/s`, (figures) => figures.addBulk],
    ['  BullMQ alone', (figures) => figures.addBulkBare],
    ['add one by one (16 at a time), jobs/s', (figures) => figures.addSingle],
    ['take, jobs/s', (figures) => figures.take],
    ['finish, jobs/s', (figures) => figures.finish],
    ['work off (50 at a time), jobs/s', (figures) => figures.workOff],
    ['  BullMQ alone', (figures) => figures.workOffBare],
  ]
  const times: readonly [string, (figures: Figures) => Percentiles][] = [
    ['take one, empty queue, p50 / p99 ms', (figures) => figures.takeEmptyMs],
    ['take one, full queue, p50 / p99 ms', (figures) => figures.takeFullMs],
  ]
  const lines = [
    ['', 'Redis', 'PostgreSQL', 'ratio'],
    ...rates.map(([name, of]) => [name, whole(of(a)), whole(of(b)), ratio(of(a), of(b))]),
    ...times.map(([name, of]) => [name, pair(of(a)), pair(of(b)), ratio(of(b).p50, of(a).p50)]),
    ['count everything, ms', a.countsMs.toFixed(1), b.countsMs.toFixed(1), ratio(b.countsMs, a.countsMs)],
    ['single job behind 5,000: taken as number', String(a.fairPosition), String(b.fairPosition), ''],
  ]
  const widths = [0, 1, 2, 3].map((at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)))
  const format = (line: readonly string[]) =>
    line
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd()
  const note =
    '\nThe ratio says how many times faster Redis is. Redis: append-only file, fsync each second; PostgreSQL: commits reach the disk within a second.\n'
  return `${lines.map(format).join('\n')}\n${note}`
}

function whole(rate: number): string {
  return Math.round(rate).toLocaleString('en-US')
}

function pair({ p50, p99 }: Percentiles): string {
  return `${p50.toFixed(1)} / ${p99.toFixed(1)}`
}

function ratio(more: number, less: number): string {
  return (more / less).toFixed(1)
}
