/**
 * `npm run bench:review -- --cases DIR`: cold reviews of real changes, and beside them, in the same run, the linters
 * that a person would start by hand on the same files.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Case, findCases } from './cases.ts'
import { type Measured, measureProcess, measureRuns } from './measure-process.ts'

const root = join(import.meta.dirname, '..')
const program = join(root, 'bin', 'autogen-bot.js')
const runs = 5
const identity = ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.test']
const largeFilesMax = 421

interface Row {
  readonly name: string
  readonly files: number
  readonly added: number
  readonly bot: Measured
  readonly findings: number
  readonly linters: Readonly<Record<string, Measured | null>>
}

const scratch = mkdtempSync(join(tmpdir(), 'autogen-bot-bench-'))
try {
  const cases = findCases()
  const eslintFolder = installEslint()
  const rows: Row[] = []
  for (const one of [...cases, ...largeTypeScript(cases)]) {
    process.stderr.write(`${one.id}...\n`)
    rows.push(await measureCase(one, eslintFolder))
  }
  process.stdout.write(table(rows))
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

async function measureCase(one: Case, eslintFolder: string): Promise<Row> {
  const args = [
    program,
    'review',
    '--repo',
    one.folder,
    '--base',
    'base',
    '--head',
    'head',
    '--format',
    'json',
  ]
  const bot = await measureRuns(runs, () => measureProcess(process.execPath, args, { cwd: root }))
  const report = JSON.parse(bot.stdout) as { findings: unknown[]; stats: { files: number; added: number } }
  const folder = join(scratch, one.id)
  const files = writeChangedFiles(one.folder, folder)
  const scripts = files.filter((file) => /\.[cm]?[jt]sx?$/.test(file))
  const python = files.filter((file) => file.endsWith('.py'))
  return {
    name: one.id,
    files: report.stats.files,
    added: report.stats.added,
    bot,
    findings: report.findings.length,
    linters: {
      eslint: await lint(scripts, folder, process.execPath, [
        join(eslintFolder, 'node_modules/eslint/bin/eslint.js'),
        '--no-config-lookup',
        '--config',
        join(eslintFolder, 'recommended.config.cjs'),
      ]),
      oxlint: await lint(scripts, folder, process.execPath, [join(root, 'node_modules/oxlint/bin/oxlint')]),
      biome: await lint(scripts, folder, process.execPath, [
        join(root, 'node_modules/@biomejs/biome/bin/biome'),
        'lint',
        '--max-diagnostics=none',
      ]),
      ruff: await lint(python, folder, process.execPath, [join(import.meta.dirname, 'review', 'ruff.ts')]),
    },
  }
}

async function lint(
  files: readonly string[],
  folder: string,
  command: string,
  args: readonly string[],
): Promise<Measured | null> {
  if (files.length === 0) return null
  return measureRuns(files.length > 50 ? 1 : 3, () =>
    measureProcess(command, [...args, ...files], { cwd: folder }),
  )
}

/** The head's version of every changed file that is a plain file, as a person's checkout would have it. */
function writeChangedFiles(repository: string, folder: string): readonly string[] {
  const listed = git(repository, ['diff', '--name-only', '-z', '--diff-filter=AMR', 'base...head']).toString(
    'utf8',
  )
  const files = listed.split('\0').filter((file) => file !== '' && !file.includes('\ufffd'))
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), git(repository, ['cat-file', 'blob', `head:${file}`]))
  }
  return files
}

/** A change that adds some four hundred real TypeScript files at once, made from the largest such tree among the cases. */
function largeTypeScript(cases: readonly Case[]): readonly Case[] {
  const candidates = cases.map((one) => ({ one, files: typeScriptOf(one.folder) }))
  const largest = candidates.reduce((a, b) => (b.files.length > a.files.length ? b : a))
  if (largest.files.length < 100) return []
  const folder = join(scratch, 'large-typescript')
  mkdirSync(folder)
  git(folder, ['init', '-q', '-b', 'base'])
  git(folder, [...identity, 'commit', '-q', '--allow-empty', '-m', 'base'])
  git(folder, ['checkout', '-q', '-b', 'head'])
  for (const file of largest.files.slice(0, largeFilesMax)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), git(largest.one.folder, ['cat-file', 'blob', `head:${file}`]))
  }
  git(folder, ['add', '--all'])
  git(folder, [...identity, 'commit', '-q', '-m', 'head'])
  return [{ id: `${Math.min(largest.files.length, largeFilesMax)} TypeScript files`, folder }]
}

function typeScriptOf(repository: string): readonly string[] {
  const listed = git(repository, ['ls-tree', '-r', '-z', '--name-only', 'head']).toString('utf8')
  return listed.split('\0').filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
}

function git(cwd: string, args: readonly string[]): Buffer {
  const run = spawnSync('git', args, { cwd, maxBuffer: 512 * 1_048_576 })
  if (run.status !== 0) throw new Error(`git ${args.join(' ')}: ${run.stderr}`)
  return run.stdout
}

function installEslint(): string {
  const folder = join(import.meta.dirname, 'eslint')
  if (!existsSync(join(folder, 'node_modules')) || readdirSync(join(folder, 'node_modules')).length === 0) {
    process.stderr.write('Installing ESLint for the comparison...\n')
    const run = spawnSync('npm', ['ci', '--prefix', folder], { stdio: ['ignore', 'ignore', 'inherit'] })
    if (run.status !== 0) throw new Error('ESLint could not be installed in bench/eslint')
  }
  return folder
}

function table(rows: readonly Row[]): string {
  const head = [
    'case',
    'files',
    'added',
    'autogen-bot',
    'findings',
    '/1,000 added',
    'ESLint',
    'oxlint',
    'Biome',
    'ruff',
  ]
  const lines = rows.map(({ name, files, added, bot, findings, linters }) => [
    name,
    String(files),
    String(added),
    figure(bot),
    String(findings),
    added === 0 ? '-' : ((findings * 1_000) / added).toFixed(1),
    ...['eslint', 'oxlint', 'biome', 'ruff'].map((linter) => figure(linters[linter] ?? null)),
  ])
  const widths = head.map((title, at) =>
    Math.max(title.length, ...lines.map((line) => (line[at] as string).length)),
  )
  const format = (cells: readonly string[]) =>
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] as number) : cell.padStart(widths[at] as number)))
      .join('  ')
  const note = `\nWall seconds of a cold start (median of ${runs}; linters: of 3, of 1 above 50 files) and peak MiB of the whole process tree.\nLinters run with their defaults on the changed files as files; ESLint with eslint and typescript-eslint recommended.\n`
  return `${[format(head), ...lines.map(format)].join('\n')}\n${note}`
}

function figure(measured: Measured | null): string {
  return measured === null ? '-' : `${measured.seconds.toFixed(2)} s ${Math.round(measured.peakMiB)}`
}
