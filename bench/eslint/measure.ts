/**
 * `node bench/eslint/measure.ts --cases DIR [--case ID]`: ESLint beside oxlint and Biome with our rules, on the
 * TypeScript below `packages/` at the head of one case. Prints time, memory, and how often each rule of ESLint reports
 * a line that neither of the others reports. Needs `npm ci` in this folder.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { CommandAnalyser } from '../../src/analysers/analyser.ts'
import { biome } from '../../src/analysers/biome/biome.ts'
import { oxlint } from '../../src/analysers/oxlint/oxlint.ts'
import { languageOf } from '../../src/domain/language.ts'
import { findCases } from '../cases.ts'
import { type Measured, measureProcess, measureRuns } from '../measure-process.ts'

interface Report {
  readonly path: string
  readonly line: number
  readonly rule: string
}

interface Run {
  readonly tool: string
  readonly measured: Measured
  readonly reports: readonly Report[]
}

const runs = 3
const eslintProgram = join(import.meta.dirname, 'node_modules', 'eslint', 'bin', 'eslint.js')
const caseId = wordAfter('--case') ?? 'ts07'
const wanted = findCases().find((one) => one.id === caseId)
if (wanted === undefined) stop(`There is no case ${caseId} among the cases.`)
if (!existsSync(eslintProgram)) stop('ESLint is not installed: run npm ci in bench/eslint first.')

const scratch = mkdtempSync(join(tmpdir(), 'autogen-bot-eslint-'))
try {
  const texts = readTexts(wanted.folder)
  const results = [await runEslint(texts), await runCommand(oxlint, texts), await runCommand(biome, texts)]
  const lines = [...texts.values()].reduce((sum, text) => sum + text.split('\n').length, 0)
  process.stdout.write(`${caseId}: ${texts.size} files, ${lines} lines, median of ${runs} cold runs\n\n`)
  process.stdout.write(render(results))
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

function readTexts(folder: string): ReadonlyMap<string, string> {
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', maxBuffer: 256 * 1_048_576 })
  const paths = git('ls-tree', '-r', '-z', '--name-only', 'head', 'packages/').split('\0')
  const scripts = paths.filter((path) => /\.tsx?$/.test(path))
  return new Map(scripts.map((path) => [path, git('cat-file', 'blob', `head:${path}`)]))
}

async function runEslint(texts: ReadonlyMap<string, string>): Promise<Run> {
  const folder = join(scratch, 'eslint')
  for (const [path, text] of texts) {
    mkdirSync(join(folder, dirname(path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const config = join(import.meta.dirname, 'recommended.config.cjs')
  const args = [eslintProgram, '--no-config-lookup', '--config', config, '--format', 'json', '.']
  const measured = await measureRuns(runs, () => measureProcess(process.execPath, args, { cwd: folder }))
  const files = JSON.parse(measured.stdout) as {
    filePath: string
    messages: { ruleId: string; line: number }[]
  }[]
  const reports = files.flatMap(({ filePath, messages }) =>
    // Without a rule: ESLint says that it does not obey comments, as it was told.
    messages.flatMap(({ ruleId, line }) =>
      ruleId === null ? [] : [{ path: filePath.slice(folder.length + 1), line, rule: ruleId }],
    ),
  )
  return { tool: 'ESLint', measured, reports }
}

async function runCommand(analyser: CommandAnalyser, texts: ReadonlyMap<string, string>): Promise<Run> {
  const folder = join(scratch, analyser.id)
  mkdirSync(folder)
  const copies = new Map<string, { readonly path: string; readonly text: string }>()
  for (const [path, original] of texts) {
    const name = `${copies.size}.${analyser.extension({ path, language: languageOf(path), role: 'code' })}`
    const text = original.replaceAll(/(eslint|oxlint|biome)-(disable|ignore)/g, '$1_$2')
    copies.set(name, { path, text })
    writeFileSync(join(folder, name), text)
  }
  for (const [name, text] of Object.entries(analyser.configuration)) writeFileSync(join(folder, name), text)
  const program = await analyser.locate()
  if (program === null) stop(`${analyser.title} is not installed.`)
  const args = analyser.args([...copies.keys()])
  const options = { cwd: folder, env: { HOME: '/dev/null' } }
  const measured = await measureRuns(runs, () => measureProcess(program, args, options))
  const found = analyser.parse(measured.stdout, (name) => copies.get(name)?.text ?? '')
  const reports = [...found].flatMap(([name, observations]) =>
    observations.map(({ line, rule }) => ({ path: copies.get(name)?.path ?? name, line, rule })),
  )
  return { tool: analyser.title, measured, reports }
}

function render(results: readonly Run[]): string {
  const head = '| tool | seconds | peak MiB | reports |\n|---|---:|---:|---:|\n'
  const rows = results.map(
    ({ tool, measured, reports }) =>
      `| ${tool} | ${measured.seconds.toFixed(2)} | ${measured.peakMiB.toFixed(0)} | ${reports.length} |\n`,
  )
  const ours = new Set(
    results.slice(1).flatMap(({ reports }) => reports.map(({ path, line }) => `${path}:${line}`)),
  )
  const alone = (results[0]?.reports ?? []).filter(({ path, line }) => !ours.has(`${path}:${line}`))
  const byRule = [...Map.groupBy(alone, ({ rule }) => rule)].sort(([, a], [, b]) => b.length - a.length)
  const rules = byRule.map(
    ([rule, reports]) => `| ${rule} | ${reports.length} | ${reports.slice(0, 3).map(placeOf).join(', ')} |\n`,
  )
  return `${head}${rows.join('')}\nReports of ESLint on lines that the others do not report:\n\n| rule | reports | first |\n|---|---:|---|\n${rules.join('')}`
}

function placeOf({ path, line }: Report): string {
  return `${path}:${line}`
}

function wordAfter(option: string): string | undefined {
  const at = process.argv.indexOf(option)
  return at === -1 ? undefined : process.argv[at + 1]
}

function stop(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(2)
}
