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
import { type Faults, faultsOfReport, faultsOfRun, faultsOfText, readReport } from './what-must-hold.ts'

export interface HostileCase {
  readonly name: string
  /** May answer with how to review what it built. */
  readonly build: (world: HostileWorld) => HowToReview | undefined
  readonly expects?: (report: ReportJson, world: HostileWorld) => void
  /** The review is refused with exit code 2 and says this. */
  readonly refusedWith?: RegExp
  /** Formats that are asked of the program itself too; all are rendered from the JSON anyway. */
  readonly alsoFormats?: readonly ('text' | 'markdown' | 'sarif')[]
  /** Of everything that was printed, in every format. */
  readonly expectsOutput?: (output: string, world: HostileWorld) => void
  /** A command that springs the trap, to show that it is one: it has to leave the marker. */
  readonly careless?: (world: HostileWorld) => readonly string[]
}

/** Cases at a time; each uses more than one core by itself. */
const atOnce = 2
const caseMs = 600_000

export function hostileCases(family: string, cases: readonly HostileCase[]): void {
  const turns = createTurns(atOnce)
  describe.concurrent(family, () => {
    for (const one of cases) {
      test(one.name, { timeout: caseMs }, () => turns(async () => expect(await faultsOf(one)).toEqual([])))
    }
  })
}

async function faultsOf(one: HostileCase): Promise<Faults> {
  const world = createHostileWorld()
  try {
    const how = one.build(world) ?? {}
    const before = fingerprintFolder(world.folder)
    const run = await runReview(world, 'json', how)
    const faults = [
      ...(await faultsOfRun(world, run)),
      ...(one.refusedWith === undefined
        ? faultsOfReview(one, world, run, how)
        : faultsOfRefusal(one.refusedWith, run)),
    ]
    for (const format of one.alsoFormats ?? [])
      faults.push(...(await faultsOfFormat(one, world, format, how)))
    if (fingerprintFolder(world.folder) !== before) faults.push('the repository is not as it was')
    if (one.careless !== undefined) faults.push(...faultsOfTrap(one.careless(world), world))
    return faults
  } finally {
    world.remove()
  }
}

function faultsOfReview(one: HostileCase, world: HostileWorld, run: ReviewRun, how: HowToReview): Faults {
  const report = readReport(run)
  if (typeof report === 'string') return [report]
  // The JSON is the report as it is rendered, but for the brands of its types.
  const rendered = report as unknown as Parameters<typeof renderText>[0]
  const text = renderText(rendered, { colour: false, width: 100 })
  const markdown = renderMarkdown(rendered)
  const sarif = renderSarif(rendered)
  return [
    ...faultsOfReport(world, report, how.args?.includes('--working-tree') ? 'work-tree' : 'commit'),
    ...faultsOfText(text, 'text'),
    ...faultsOfText(markdown, 'Markdown'),
    ...faultsOfCheck(() => JSON.parse(sarif)),
    ...faultsOfCheck(() =>
      one.expectsOutput?.([run.stdout, run.stderr, text, markdown, sarif].join('\n'), world),
    ),
    ...faultsOfCheck(() => one.expects?.(report, world)),
  ]
}

async function faultsOfFormat(
  one: HostileCase,
  world: HostileWorld,
  format: string,
  how: HowToReview,
): Promise<Faults> {
  const run = await runReview(world, format, how)
  return [
    ...(await faultsOfRun(world, run)),
    ...(run.exitCode === 0
      ? []
      : [`--format ${format} ended with ${run.exitCode}: ${run.stderr.slice(0, 400)}`]),
    ...(format === 'sarif' ? [] : faultsOfText(run.stdout, `--format ${format}`)),
    ...faultsOfCheck(() => one.expectsOutput?.(run.stdout + run.stderr, world)),
  ]
}

function faultsOfRefusal(words: RegExp, run: ReviewRun): Faults {
  return [
    ...(run.exitCode === 2 ? [] : [`exit code ${run.exitCode} instead of 2: ${run.stderr.slice(0, 400)}`]),
    ...(run.stdout === '' ? [] : ['something on stdout beside a refusal']),
    ...(words.test(run.stderr) ? [] : [`the refusal says: ${run.stderr.slice(0, 600)}`]),
  ]
}

const installed = fileURLToPath(new URL('../../node_modules/.bin', import.meta.url))

function faultsOfTrap(command: readonly string[], world: HostileWorld): Faults {
  const [program = '', ...args] = command
  const path = `${installed}${delimiter}${process.env.PATH}`
  const result = spawnSync(program, args, {
    cwd: world.folder,
    env: { PATH: path, HOME: world.home, GIT_CONFIG_NOSYSTEM: '1' },
    timeout: 20_000,
    input: '',
  })
  if (existsSync(world.payload.marker)) return []
  return [
    `no trap: "${command.join(' ')}" left no marker and said ${result.stdout} ${result.stderr} ${result.error ?? ''}`,
  ]
}

function faultsOfCheck(check: () => unknown): Faults {
  try {
    check()
    return []
  } catch (error) {
    return [(error as Error).message]
  }
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
