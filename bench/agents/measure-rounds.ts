/** Rounds over all cases, each with and without agents in turn, so that what else the machine does meets both alike. */
import type { Case } from '../cases.ts'
import type { Served } from './model-messages.ts'
import { covered, summed } from './own-time.ts'
import type { Review, Reviewer } from './reviewer.ts'
import type { BenchModel } from './start-model.ts'

export interface Sample {
  readonly id: string
  readonly without: Pick<Review, 'wall' | 'cpu'>
  readonly with: Review
  /** Milliseconds in which the model had at least one request. */
  readonly modelWall: number
  /** Milliseconds of all requests, one after the other. */
  readonly modelSum: number
  readonly calls: number
  /** Requests that no round before had made: there should be none. */
  readonly unknown: number
}

export interface Rounds {
  readonly reviewer: Reviewer
  readonly model: BenchModel
  readonly cases: readonly Case[]
  readonly rounds: number
  readonly modelMs: number
  readonly progress: (text: string) => void
}

export async function measureRounds(options: Rounds): Promise<readonly Sample[]> {
  const { reviewer, model, cases, rounds, modelMs, progress } = options
  const samples: Sample[] = []
  model.take(0)
  for (const one of cases) {
    progress(`${one.id}: outlines, modules, answers of the model`)
    await reviewer.review(one, true)
  }
  model.take(modelMs)
  for (let round = 1; round <= rounds; round += 1) {
    progress(`round ${round} of ${rounds}, the model takes ${modelMs} ms`)
    for (const one of cases) samples.push(await sample(one, reviewer, model, round % 2 === 0))
  }
  return samples
}

async function sample(one: Case, reviewer: Reviewer, model: BenchModel, withFirst: boolean): Promise<Sample> {
  const before = withFirst ? null : await reviewer.review(one, false)
  await model.served()
  const argued = await reviewer.review(one, true)
  const served = await model.served()
  const without = before ?? (await reviewer.review(one, false))
  const intervals = served.map(inMilliseconds)
  return {
    id: one.id,
    without: { wall: without.wall, cpu: without.cpu },
    with: argued,
    modelWall: covered(intervals),
    modelSum: summed(intervals),
    calls: served.length,
    unknown: served.filter(({ isKnown }) => !isKnown).length,
  }
}

function inMilliseconds({ from, to }: Served) {
  return { from: from / 1e6, to: to / 1e6 }
}
