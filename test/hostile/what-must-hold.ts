/** What holds for every review of every hostile repository, whatever else its case expects. */
import { readdirSync } from 'node:fs'
import { expect } from 'vitest'
import { type ReportJson, reportSchema } from '../../src/cli/render/report-schema.ts'
import { openPlainGit, type PlainGit } from './change-as-git-tells.ts'
import type { HostileWorld } from './hostile-world.ts'
import { leftProcesses } from './left-processes.ts'
import { type ReviewRun, secondsMax } from './run-review.ts'

/** Characters that command a terminal or reorder what is read. */
const rawControls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/
const stackTrace = /^\s+at .*:\d+:\d+\)?$/m

/** After any run, also one that refused. */
export async function expectNothingLeft(world: HostileWorld, run: ReviewRun): Promise<void> {
  expect.soft(run.seconds, 'seconds').toBeLessThan(secondsMax)
  expect.soft(readdirSync(world.markers), 'markers of code that ran').toEqual([])
  expect.soft(readdirSync(world.temporary), 'left in the temporary folder').toEqual([])
  expect.soft(run.stderr, 'a stack trace').not.toMatch(stackTrace)
  expect.soft(rawControls.exec(run.stderr)?.[0], 'raw controls on stderr').toBeUndefined()
  // A child that was killed just now may need a moment to be gone.
  await expect.poll(() => leftProcesses(run.processId, world.root), { timeout: 2_000 }).toEqual([])
}

export function expectPlainText(text: string, name: string): void {
  expect.soft(rawControls.exec(text)?.[0], `raw controls in ${name}`).toBeUndefined()
}

export function readReport(run: ReviewRun): ReportJson {
  expect(run.exitCode, run.stderr).toBe(0)
  expectPlainText(run.stdout.replaceAll(/[\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g, ''), 'JSON')
  return reportSchema.parse(JSON.parse(run.stdout))
}

export function expectTrueToChange(world: HostileWorld, report: ReportJson, kind: 'commit' | 'work-tree'): void {
  const git = openPlainGit(world)
  if (kind === 'work-tree') expect.soft(report.head, 'tree of the work tree').toBe(git.treeOfWorkTree())
  expect.soft(report.version).toBe(1)
  if (kind === 'commit') expect.soft(report.mergeBase).toBe(git.mergeBase(report.base, report.head))
  expectEveryFileOnce(git, report)
  expectOnChangedLines(git, report)
}

function expectEveryFileOnce(git: PlainGit, report: ReportJson): void {
  const { kept, deleted } = git.changedPaths(report.mergeBase, report.head)
  const covered = report.coverage.map(pathOf)
  expect.soft(new Set(covered).size, 'every covered file once').toBe(covered.length)
  const moved = new Set(report.coverage.flatMap(({ previousPath }) => (previousPath === undefined ? [] : [latin1(previousPath)])))
  const missing = [...kept, ...deleted].filter((path) => !covered.includes(path) && !moved.has(path) && !isOddName(path))
  expect.soft(missing, 'changed files that coverage lacks').toEqual([])
  expect.soft(covered.filter((path) => !kept.has(path) && !deleted.has(path)), 'covered but not changed').toEqual([])
  expect.soft(report.stats.files).toBe(report.coverage.length)
  expect.soft(report.coverage.filter(({ status, reason }) => (status === 'reviewed') !== (reason === null))).toEqual([])

  /** A previous path is text only; one that is not UTF-8 cannot be compared. */
  function isOddName(path: string): boolean {
    return deleted.has(path) && Buffer.from(path, 'latin1').toString('utf8').includes('\ufffd')
  }
}

function expectOnChangedLines(git: PlainGit, report: ReportJson): void {
  const byPrinted = new Map(report.coverage.map((line) => [line.path, line]))
  const astray = report.findings.filter((finding) => {
    const line = byPrinted.get(finding.path)
    if (line === undefined || finding.endLine < finding.line) return true
    const path = pathOf(line)
    const { added, removed } = git.changedLines(
      { treeish: report.mergeBase, path: line.previousPath === undefined ? path : latin1(line.previousPath) },
      { treeish: report.head, path },
    )
    const changed = finding.side === 'RIGHT' ? added : removed
    for (let at = finding.line; at <= finding.endLine; at += 1) if (!changed.has(at)) return true
    return false
  })
  expect
    .soft(
      astray.map(({ path, line, endLine, side, rule }) => `${path}:${line}-${endLine} ${side} ${rule}`),
      'findings beside the changed lines',
    )
    .toEqual([])
}

function pathOf(line: ReportJson['coverage'][number]): string {
  return line.pathBase64 === undefined ? latin1(line.path) : Buffer.from(line.pathBase64, 'base64').toString('latin1')
}

function latin1(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}
