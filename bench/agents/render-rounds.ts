/** The tables of the benchmark, in words that say how each figure came about. */
import type { Sample } from './measure-rounds.ts'
import { median, percentile } from './own-time.ts'

/** Milliseconds that the agents may take beside the models, 19 times in 20. */
const aimMs = 300

export function renderRounds(samples: readonly Sample[], modelMs: number): string {
  const cases = [...Map.groupBy(samples, ({ id }) => id)]
  const own = cases.flatMap(([, same]) => ownTimes(same))
  const discussed = samples.map(discussion)
  const rows = cases.map(([id, same]) => row(id, same))
  const overall = percentile(own, 0.95)
  return [
    `\nThe model answers after ${modelMs} ms. ${samples.length} reviews of ${cases.length} cases; medians of milliseconds unless it says otherwise.`,
    header,
    ...rows,
    row('all', samples, own),
    '',
    `Own time, p50 ${ms(median(own))} and p95 ${ms(overall)} ms (aim: less than ${aimMs}: ${overall < aimMs ? 'met' : 'MISSED'}).`,
    `In the discussion alone, p50 ${ms(median(discussed))} and p95 ${ms(percentile(discussed, 0.95))} ms.`,
    `Requests that differed from those of the same review before: ${samples.reduce((sum, { unknown }) => sum + unknown, 0)}.`,
    '',
    ...stageLines(samples),
    '',
  ].join('\n')
}

const columns = [
  'case',
  'without',
  'with',
  'own p50',
  'own p95',
  'disc p50',
  'disc p95',
  'cpu +',
  'calls',
  'model',
  'in turn',
] as const
const header = columns.map((name, at) => (at === 0 ? name.padEnd(8) : name.padStart(9))).join('')

function row(id: string, samples: readonly Sample[], own = ownTimes(samples)): string {
  const discussed = samples.map(discussion)
  const cells = [
    ms(median(samples.map(({ without }) => without.wall))),
    ms(median(samples.map((sample) => sample.with.wall))),
    ms(median(own)),
    ms(percentile(own, 0.95)),
    ms(median(discussed)),
    ms(percentile(discussed, 0.95)),
    ms(median(samples.map((sample) => sample.with.cpu - sample.without.cpu))),
    String(median(samples.map(({ calls }) => calls))),
    ms(median(samples.map(({ modelWall }) => modelWall))),
    ms(median(samples.map(({ modelSum }) => modelSum))),
  ]
  return [id.padEnd(8), ...cells.map((cell) => cell.padStart(9))].join('')
}

/** Of one case: beside the median of its reviews without agents. */
function ownTimes(samples: readonly Sample[]): readonly number[] {
  const without = median(samples.map((sample) => sample.without.wall))
  return samples.map((sample) => sample.with.wall - without - sample.modelWall)
}

function discussion(sample: Sample): number {
  return (sample.with.stages.get('discuss')?.ms ?? 0) - sample.modelWall
}

/** What the ports took, at their doors; they run side by side, so the sum is more than the whole. */
function stageLines(samples: readonly Sample[]): readonly string[] {
  const doors = new Map<string, number[]>()
  const add = (name: string, value: number) => doors.set(name, [...(doors.get(name) ?? []), value])
  for (const { with: argued } of samples) {
    for (const [name, { ms: took }] of argued.stages) add(name, took)
    const { stages } = argued.report.stats
    for (const name of ['agents.context', 'agents.packing', 'agents.grounding', 'judge']) {
      if (stages[name] !== undefined) add(`stage ${name}`, stages[name])
    }
  }
  return [
    `${'where'.padEnd(32)}${'p50'.padStart(9)}${'p95'.padStart(9)}${'reviews'.padStart(9)}`,
    ...[...doors]
      .map(([name, values]) => ({ name, values, most: percentile(values, 0.95) }))
      .sort((a, b) => b.most - a.most)
      .map(
        ({ name, values, most }) =>
          `${name.padEnd(32)}${ms(median(values)).padStart(9)}${ms(most).padStart(9)}${String(values.length).padStart(9)}`,
      ),
  ]
}

function ms(value: number): string {
  return value.toFixed(Math.abs(value) < 10 ? 1 : 0)
}
