/** Runs a table of hostile repositories: each is built, reviewed by the real program, and held to what must hold for all. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { renderMarkdown } from '../../src/cli/render/render-markdown.ts'
import { renderSarif } from '../../src/cli/render/render-sarif.ts'
import { renderText } from '../../src/cli/render/render-text.ts'
import type { ReportJson } from '../../src/cli/render/report-schema.ts'
import { fingerprintFolder } from './fingerprint-folder.ts'
import { createHostileWorld, type HostileWorld } from './hostile-world.ts'
import { type HowToReview, type ReviewRun, runReview } from './run-review.ts'
import { expectNothingLeft, expectPlainText, expectTrueToChange, readReport } from './what-must-hold.ts'

export interface HostileCase {
  readonly name: string
  /** May answer with how to review what it built. */
  readonly build: (world: HostileWorld) => HowToReview | void
  readonly expects?: (report: ReportJson, world: HostileWorld) => void
  /** The review is refused with exit code 2 and says this. */
  readonly refusedWith?: RegExp
  /** Formats that are asked of the program itself too; all are rendered from the JSON anyway. */
  readonly alsoFormats?: readonly ('text' | 'markdown' | 'sarif')[]
  readonly expectsOutput?: (output: string, world: HostileWorld) => void
  /** A command that springs the trap, to show that it is one: it has to leave the marker. */
  readonly careless?: (world: HostileWorld) => readonly string[]
}

/** Cases at a time; each uses more than one core by itself. */
const atOnce = 2
const caseMs = 300_000

export function hostileCases(family: string, cases: readonly HostileCase[]): void {
  const turns = createTurns(atOnce)
  describe.concurrent(family, () => {
    for (const one of cases) test(one.name, { timeout: caseMs }, () => turns(() => hold(one)))
  })
}

async function hold(one: HostileCase): Promise<void> {
  const world = createHostileWorld()
  try {
    const how = one.build(world) ?? {}
    const before = fingerprintFolder(world.folder)
    const run = await runReview(world, 'json', how)
    await expectNothingLeft(world, run)
    if (one.refusedWith === undefined) holdReport(one, world, run, how)
    else holdRefusal(one.refusedWith, run)
    for (const format of one.alsoFormats ?? []) {
      const again = await runReview(world, format, how)
      await expectNothingLeft(world, again)
      expect.soft(again.exitCode, again.stderr).toBe(0)
      if (format !== 'sarif') expectPlainText(again.stdout, format)
      one.expectsOutput?.(again.stdout + again.stderr, world)
    }
    expect.soft(fingerprintFolder(world.folder), 'the repository as it was').toBe(before)
    if (one.careless !== undefined) expectTrapWorks(one.careless(world), world)
  } finally {
    world.remove()
  }
}

function holdReport(one: HostileCase, world: HostileWorld, run: ReviewRun, how: HowToReview): void {
  const report = readReport(run)
  expectTrueToChange(world, report, how.args?.includes('--working-tree') ? 'work-tree' : 'commit')
  const rendered = { ...report, notes: [...report.notes] } as unknown as Parameters<typeof renderText>[0]
  expectPlainText(renderText(rendered, { colour: false, width: 100 }), 'text')
  expectPlainText(renderMarkdown(rendered), 'Markdown')
  JSON.parse(renderSarif(rendered))
  one.expectsOutput?.(run.stdout + run.stderr, world)
  one.expects?.(report, world)
}

function holdRefusal(words: RegExp, run: ReviewRun): void {
  expect.soft(run.exitCode, run.stderr).toBe(2)
  expect.soft(run.stdout, 'nothing but a report on stdout').toBe('')
  expect.soft(run.stderr).toMatch(words)
}

const installed = fileURLToPath(new URL('../../node_modules/.bin', import.meta.url))

function expectTrapWorks(command: readonly string[], world: HostileWorld): void {
  const [program = '', ...args] = command
  const path = `${installed}${delimiter}${process.env['PATH']}`
  spawnSync(program, args, { cwd: world.folder, env: { PATH: path, HOME: world.home }, timeout: 20_000, input: '' })
  expect(existsSync(world.payload.marker), `the trap is sprung by ${command.join(' ')}`).toBe(true)
}

/** At most so many at once; the others wait for their turn. */
function createTurns(count: number): (work: () => Promise<void>) => Promise<void> {
  const waiting: (() => void)[] = []
  let free = count
  return async (work) => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve))
    else free -= 1
    try {
      await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) free += 1
      else next()
    }
  }
}
