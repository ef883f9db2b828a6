/** What holds for every review of every hostile repository, whatever else its case expects. Each answers with what does not. */
import { readdirSync } from 'node:fs'
import { vi } from 'vitest'
import { type ReportJson, reportSchema } from '../../src/cli/render/report-schema.ts'
import { openPlainGit, type PlainGit } from './change-as-git-tells.ts'
import type { HostileWorld } from './hostile-world.ts'
import { leftProcesses } from './left-processes.ts'
import { type ReviewRun, secondsMax } from './run-review.ts'

export type Faults = readonly string[]

/** Characters that command a terminal. */
const commands = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/
/** Those, and the ones that reorder or hide what is read. */
const rawControls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/
const stackTrace = /^\s+at .*:\d+:\d+\)?$/m

/** After any run, also one that refused. */
export async function faultsOfRun(world: HostileWorld, run: ReviewRun): Promise<Faults> {
  const ran = readdirSync(world.markers)
  const left = readdirSync(world.temporary)
  return [
    ...(run.seconds < secondsMax ? [] : [`took ${Math.round(run.seconds)} s`]),
    ...ran.map((name) => `code of the change ran and left ${name}`),
    ...left.map((name) => `left in the temporary folder: ${name}`),
    ...(stackTrace.test(run.stderr) ? [`a stack trace: ${run.stderr.slice(0, 400)}`] : []),
    ...faultsOfText(run.stderr, 'stderr'),
    ...commandsIn(run.stdout + run.stderr),
    ...(await processesThatStay(world, run)),
  ]
}

/** Lines that the runner of a job would obey. */
function commandsIn(text: string): Faults {
  const found = /^\s*::.*|##\[.*/m.exec(text)
  return found === null ? [] : [`a command to the runner: ${JSON.stringify(found[0].slice(0, 200))}`]
}

export function faultsOfText(text: string, name: string): Faults {
  const found = rawControls.exec(text)
  if (found === null) return []
  return [
    `raw U+${codeOf(found[0])} in ${name}: ${JSON.stringify(text.slice(Math.max(0, found.index - 40), found.index + 20))}`,
  ]
}

/** The report, or why there is none. */
export function readReport(run: ReviewRun): ReportJson | string {
  if (run.exitCode !== 0) return `exit code ${run.exitCode}: ${run.stderr.slice(0, 600)}`
  const control = commands.exec(run.stdout)
  if (control !== null) return `raw U+${codeOf(control[0])} in the JSON`
  try {
    return reportSchema.parse(JSON.parse(run.stdout))
  } catch (error) {
    return `no report on stdout: ${(error as Error).message.slice(0, 400)}`
  }
}

export function faultsOfReport(
  world: HostileWorld,
  report: ReportJson,
  head: 'commit' | 'work-tree',
): Faults {
  const git = openPlainGit(world)
  const isHead = head === 'commit' || report.head === git.treeOfWorkTree()
  const isBase = head === 'work-tree' || report.mergeBase === git.mergeBase(report.base, report.head)
  return [
    ...(isHead ? [] : ['the head is not the tree of the work tree']),
    ...(isBase ? [] : [`${report.mergeBase} is not the merge base`]),
    ...faultsOfCoverage(git, report),
    ...findingsAstray(git, report),
  ]
}

function faultsOfCoverage(git: PlainGit, report: ReportJson): Faults {
  const { kept, deleted } = git.changedPaths(report.mergeBase, report.head)
  const covered = report.coverage.map(pathOf)
  const coveredOnce = new Set(covered)
  const moved = new Set(
    report.coverage.flatMap(({ previousPath }) => (previousPath === undefined ? [] : [latin1(previousPath)])),
  )
  const missing = [...kept, ...deleted].filter(
    (path) => !coveredOnce.has(path) && !moved.has(path) && !isOddAndMoved(path),
  )
  const invented = covered.filter((path) => !kept.has(path) && !deleted.has(path))
  const unreasoned = report.coverage.filter(
    ({ status, reason }) => (status === 'reviewed') !== (reason === null),
  )
  return [
    ...(coveredOnce.size === covered.length ? [] : ['a file is covered twice']),
    ...missing.map((path) => `coverage lacks ${JSON.stringify(path)}`),
    ...invented.map((path) => `coverage has ${JSON.stringify(path)}, which did not change`),
    ...unreasoned.map(({ path, status }) => `${path} is ${status} and its reason does not fit`),
    ...(report.stats.files === covered.length ? [] : [`stats.files is ${report.stats.files}`]),
  ]

  /** A previous path is text only; one that is not UTF-8 cannot be compared. */
  function isOddAndMoved(path: string): boolean {
    return deleted.has(path) && Buffer.from(path, 'latin1').toString('utf8').includes('\ufffd')
  }
}

function findingsAstray(git: PlainGit, report: ReportJson): Faults {
  const byPrinted = new Map(report.coverage.map((line) => [line.path, line]))
  return report.findings
    .filter((finding) => !isOnChangedLines(finding, byPrinted.get(finding.path)))
    .map(
      ({ path, line, endLine, side, rule }) =>
        `beside the changed lines: ${path}:${line}-${endLine} ${side} ${rule}`,
    )

  function isOnChangedLines(
    { line, endLine, side }: ReportJson['findings'][number],
    covered: ReportJson['coverage'][number] | undefined,
  ): boolean {
    if (covered === undefined || endLine < line) return false
    const path = pathOf(covered)
    const { added, removed } = git.changedLines(
      {
        treeish: report.mergeBase,
        path: covered.previousPath === undefined ? path : latin1(covered.previousPath),
      },
      { treeish: report.head, path },
    )
    const changed = side === 'RIGHT' ? added : removed
    for (let at = line; at <= endLine; at += 1) if (!changed.has(at)) return false
    return true
  }
}

/** A child that was killed just now may need a moment to be gone. */
async function processesThatStay(world: HostileWorld, run: ReviewRun): Promise<Faults> {
  const look = () => leftProcesses(run.processId, world.root).map((found) => `still running: ${found}`)
  const gone = () => {
    if (look().length > 0) throw new Error('not yet')
  }
  await vi.waitFor(gone, { timeout: 10_000, interval: 50 }).catch(() => {})
  return look()
}

function pathOf(line: ReportJson['coverage'][number]): string {
  return line.pathBase64 === undefined
    ? latin1(line.path)
    : Buffer.from(line.pathBase64, 'base64').toString('latin1')
}

function latin1(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')
}
