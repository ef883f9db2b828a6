/**
 * `npm run bench:agents -- --cases DIR [--rounds N] [--model-ms 0,200] [--known others|all] [--memory N]`: what the
 * agents cost beside the models. Reviews run in this process as in the worker's, with the outlines of the tree cached
 * (`others`: but for the files of the change; `all`: those, too), against a scripted model in another process that gives answers it gave before: at once, and after a time. Own time of a review: its wall time, less the
 * median of the same review without agents, less the time in which the model had at least one request. It is also told
 * of the discussion alone, which the noise of analysers does not reach. With `--memory N` so many reviews are made after
 * that, and what garbage collection leaves is watched.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measureMemory } from './agents/measure-memory.ts'
import { measureRounds } from './agents/measure-rounds.ts'
import { renderRounds } from './agents/render-rounds.ts'
import { createReviewer } from './agents/reviewer.ts'
import { startModel } from './agents/start-model.ts'
import { findCases } from './cases.ts'
import { renderLeakTest, verdictOn } from './memory/verdict.ts'

const { values } = parseArgs({
  options: {
    cases: { type: 'string' },
    only: { type: 'string' },
    rounds: { type: 'string', default: '7' },
    'model-ms': { type: 'string', default: '0,200' },
    known: { type: 'string', default: 'others' },
    memory: { type: 'string', default: '0' },
  },
})
const wanted = values.only?.split(',') ?? null
const cases = findCases().filter(({ id }) => wanted?.includes(id) ?? true)
const rounds = Number(values.rounds)
const folder = mkdtempSync(join(tmpdir(), 'autogen-bot-bench-agents-'))
const model = await startModel()
try {
  const reviewer = createReviewer({ modelUrl: model.url, folder, knowsChanged: values.known === 'all' })
  const progress = (text: string) => process.stderr.write(`${text}\n`)
  for (const modelMs of values['model-ms'].split(',').map(Number)) {
    const samples = await measureRounds({ reviewer, model, cases, rounds, modelMs, progress })
    process.stdout.write(renderRounds(samples, modelMs))
  }
  const reviews = Number(values.memory)
  if (reviews > 0) {
    model.take(0)
    const begin = performance.now()
    const collected = await measureMemory({ reviewer, model, cases, reviews, progress })
    const verdict = verdictOn(collected)
    process.stdout.write(renderLeakTest(collected, verdict, (performance.now() - begin) / 1_000))
    process.exitCode = verdict.isFlat ? 0 : 1
  }
} finally {
  await model.close()
  rmSync(folder, { recursive: true, force: true })
}
