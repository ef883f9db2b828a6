/**
 * `npm run check:cases -- --cases DIR [--agents URL]`: reviews every case as a user would and holds the report against
 * what must be true of any review: the schema, lines that the change made, an empty temporary folder, an untouched
 * repository. With the address of a scripted model (`sim/model`) agents review it, too.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { reportJsonSchema, reportSchema } from '../src/cli/render/report-schema.ts'
import { changedLines } from '../src/domain/diff/changed-lines.ts'
import { parsePatch } from '../src/domain/diff/parse-patch.ts'
import { type Case, findCases } from './cases.ts'

const program = join(import.meta.dirname, '..', 'bin', 'autogen-bot.js')
const agentsAt = process.argv.indexOf('--agents')
const agentsUrl = agentsAt === -1 ? null : (process.argv[agentsAt + 1] ?? '')
const validate = new Ajv2020({ strict: false }).compile(reportJsonSchema())
let faults = 0

for (const one of findCases()) {
  const problems = checkCase(one)
  faults += problems.length
  process.stdout.write(`${one.id.padEnd(10)} ${problems.length === 0 ? 'holds' : problems.join('; ')}\n`)
}
process.exitCode = faults === 0 ? 0 : 1

function checkCase(one: Case): readonly string[] {
  const temporary = mkdtempSync(join(tmpdir(), 'autogen-bot-check-'))
  const cache = mkdtempSync(join(tmpdir(), 'autogen-bot-check-cache-'))
  const before = contentsOf(one.folder)
  const problems: string[] = []
  try {
    const [first, second] = [run(one, temporary, cache), run(one, temporary, cache)]
    if (first.status !== 0) return [`exit ${first.status}: ${first.stderr}`]
    const printed: unknown = JSON.parse(first.stdout)
    if (!validate(printed)) problems.push(`not by the schema: ${JSON.stringify(validate.errors?.[0])}`)
    const report = reportSchema.parse(printed)
    const lines = linesOfChange(one.folder, report.mergeBase, report.head)
    for (const { path, line, endLine, side, rule } of report.findings) {
      for (let at = line; at <= endLine; at += 1) {
        if (!lines.has(`${side} ${path} ${at}`))
          problems.push(`${rule} stands on ${path}:${at}, which the change did not make`)
      }
    }
    if (withoutTimes(first.stdout) !== withoutTimes(second.stdout)) problems.push('two runs differ')
    if (readdirSync(temporary).length > 0)
      problems.push(`left in the temporary folder: ${readdirSync(temporary)}`)
    if (contentsOf(one.folder) !== before) problems.push('the repository changed')
    process.stdout.write(
      `${''.padEnd(10)} ${report.findings.length} findings, ${report.coverage.filter(({ status }) => status !== 'reviewed').length} of ${report.coverage.length} files not in full\n`,
    )
    return problems
  } finally {
    rmSync(temporary, { recursive: true, force: true })
    rmSync(cache, { recursive: true, force: true })
  }
}

function run(one: Case, temporary: string, cache: string) {
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
    ...(agentsUrl === null ? [] : ['--agents', '--explain']),
  ]
  const models =
    agentsUrl === null
      ? {}
      : { AUTOGEN_MODEL: 'compatible/scripted', AUTOGEN_MODEL_URL: `${agentsUrl}/compatible/v1` }
  return spawnSync(process.execPath, args, {
    encoding: 'utf8',
    maxBuffer: 1e8,
    env: { ...process.env, ...models, TMPDIR: temporary, XDG_CACHE_HOME: cache },
  })
}

function withoutTimes(printed: string): string {
  const { stats, ...rest } = JSON.parse(printed) as {
    stats: { files: number; added: number; removed: number }
  }
  // A model's server keeps what it was asked before.
  const unsteady = ['modelMs', 'cacheRead', 'cacheWrite']
  const timeless = (name: string, value: unknown) => (unsteady.includes(name) ? 0 : value)
  return JSON.stringify([rest, stats.files, stats.added, stats.removed], timeless)
}

function linesOfChange(repository: string, base: string, head: string): ReadonlySet<string> {
  const patch = execFileSync('git', ['diff', '--no-ext-diff', '--no-textconv', '--text', base, head], {
    cwd: repository,
    maxBuffer: 1e9,
  })
  const text = (path: string | null) => Buffer.from(path ?? '', 'latin1').toString('utf8')
  return new Set(
    parsePatch(patch.toString('latin1')).flatMap(({ hunks, oldPath, newPath }) => [
      ...changedLines(hunks, 'RIGHT').map((line) => `RIGHT ${text(newPath)} ${line}`),
      ...changedLines(hunks, 'LEFT').map((line) => `LEFT ${text(oldPath)} ${line}`),
    ]),
  )
}

function contentsOf(folder: string): string {
  return execFileSync('sh', ['-c', 'find . -type f -print0 | sort -z | xargs -0 sha256sum'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1e9,
  })
}
