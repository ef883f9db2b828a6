/**
 * `npm run eval:context -- [--cases DIR] [--defects FILE] [--format json]`: what the agents would get to read of real
 * changes at several budgets, and whether the known defects and what they depend on are in there.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { loadTokenCounter } from '../src/agents/context/count-tokens.ts'
import { defaultConfig } from '../src/config/default-config.ts'
import { type Case, listCases } from './cases.ts'
import { type Evaluated, evaluateCase } from './eval-context/evaluate-case.ts'
import { openCase } from './eval-context/open-case.ts'
import { type KnownDefect, readDefects } from './eval-context/read-defects.ts'
import { type Naive, renderBudgets, renderCases } from './eval-context/render.ts'

const budgets = [4_000, 8_000, 16_000, 32_000, 128_000]
const { partsMax } = defaultConfig.agents
/** The aim: at this budget, of changes smaller than this, every defect's line is held. */
const aim = { budget: 8_000, changedMax: 1_000 }

const { values } = parseArgs({
  options: {
    cases: { type: 'string' },
    defects: { type: 'string' },
    format: { type: 'string', default: 'text' },
  },
})
const folder = values.cases ?? process.env.AUTOGEN_CASES
const cases = listCases(folder)
if (cases.length === 0) {
  process.stderr.write(
    'The cases are missing: give a folder of git repositories, each with the branches base and head, with --cases DIR or AUTOGEN_CASES=DIR.\n',
  )
  process.exit(2)
}
const defects = findDefects()
const rows: Evaluated[] = []
const naive: Naive[] = []
const indexing: { cold: number; warm: number }[] = []
for (const one of cases) await evaluate(one)
const missed = missedAims()
print()
process.exitCode = missed.length === 0 ? 0 : 1

async function evaluate(one: Case): Promise<void> {
  process.stderr.write(`${one.id}...\n`)
  const counter = await loadTokenCounter()
  const scratch = mkdtempSync(join(tmpdir(), 'autogen-bot-eval-context-'))
  try {
    const open = await openCase(one, scratch, new AbortController().signal)
    try {
      indexing.push(open.indexMs)
      const changed = open.files.reduce((sum, file) => sum + file.addedLines.size + file.removedLines.size, 0)
      const tokens = open.files.reduce((sum, file) => sum + counter.budgeted(file.head ?? file.base ?? ''), 0)
      naive.push({ caseId: one.id, tokens, changed })
      const defect = defects?.find(({ caseId }) => caseId === one.id) ?? null
      for (const contextTokensMax of budgets) {
        rows.push(await evaluateCase(one, open, defect, { contextTokensMax, partsMax }))
      }
    } finally {
      await open.close()
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** Null when there is no table of them. */
function findDefects(): readonly KnownDefect[] | null {
  const beside = [join(resolve(folder ?? ''), 'README.md'), join(dirname(resolve(folder ?? '')), 'README.md')]
  const file = values.defects ?? beside.find((path) => existsSync(path))
  return file === undefined ? null : readDefects(readFileSync(file, 'utf8'))
}

function missedAims(): readonly string[] {
  return rows.flatMap(({ caseId, budget, defect }) => {
    const changed = naive.find((one) => one.caseId === caseId)?.changed ?? 0
    if (budget !== aim.budget || changed >= aim.changedMax || defect === null || defect.line) return []
    return [`${caseId}: the defect's line is not held at ${aim.budget} tokens.`]
  })
}

function print(): void {
  if (values.format === 'json') {
    process.stdout.write(
      `${JSON.stringify({ version: 1, partsMax, rows, naive, indexing, missed }, null, 2)}\n`,
    )
    return
  }
  const told =
    defects === null
      ? 'Known defects were not looked for: name the file with their table with --defects FILE.\n'
      : ''
  const verdict = missed.length === 0 ? 'The aim is met.\n' : `${missed.join('\n')}\n`
  const index = `Symbol index: ${range(indexing.map(({ cold }) => cold))} ms cold, ${range(indexing.map(({ warm }) => warm))} ms with known outlines.\n`
  process.stdout.write(
    [
      renderBudgets(rows, naive),
      renderCases(rows, naive),
      `${index}${told}${defects === null ? '' : verdict}`,
    ].join('\n'),
  )
}

function range(values: readonly number[]): string {
  return `${Math.round(Math.min(...values))}..${Math.round(Math.max(...values))}`
}
