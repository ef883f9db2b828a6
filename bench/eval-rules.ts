/**
 * `npm run eval:rules -- [--cases DIR] [--format json]`: how often our own rules are right, on their fixtures and on
 * whole trees of code that no rule was written against, where a person has read and judged every report.
 */
import { parseArgs } from 'node:util'
import { ruleFolders } from '../src/analysers/ast-grep/rule-folders.ts'
import { listCases } from './cases.ts'
import { evaluateFixtures, type FixtureScore } from './eval-rules/fixtures.ts'
import { type Judgements, readJudgements } from './eval-rules/judgements.ts'
import { evaluateRealCode, type RealCode } from './eval-rules/real-code.ts'
import { renderFixtures, renderRealCode } from './eval-rules/render.ts'
import { missedAims, type RealRow, summarise } from './eval-rules/summary.ts'

const { values } = parseArgs({
  options: { cases: { type: 'string' }, format: { type: 'string', default: 'text' } },
})
const folders = ruleFolders.map((folder) => folder.name)
const judgements = readJudgements(new URL('eval-rules/judgements.json', import.meta.url))
const fixtures = await evaluateFixtures()
const cases = listCases(values.cases ?? process.env.AUTOGEN_CASES)
const real = cases.length === 0 ? null : await evaluateRealCode(cases, judgements)
const rows = real === null ? [] : summarise(folders, real)
const missed = [...missedOnFixtures(fixtures), ...missedAims(rows)]
print(values.format === 'json' ? asJson(real, rows) : asText(real, rows, judgements))
process.exitCode = missed.length === 0 ? 0 : 1

function missedOnFixtures(scores: readonly FixtureScore[]): readonly string[] {
  return scores.flatMap(({ ruleFolder, rules, wrong, found, falseReports }) => {
    if (rules === 0) return [`${ruleFolder}: there are no rules.`]
    return wrong === found && falseReports === 0 ? [] : [`${ruleFolder}: the rules fail their own fixtures.`]
  })
}

function asText(code: RealCode | null, counted: readonly RealRow[], known: Judgements): string {
  const parts = [renderFixtures(fixtures)]
  if (code === null) {
    parts.push(
      'Real code was not read: give a folder of git repositories, each with a branch `head`, with --cases DIR or AUTOGEN_CASES.\n',
    )
  } else {
    parts.push(renderRealCode(counted, code), unmet(code, known))
  }
  parts.push(
    missed.length === 0 ? allWell(code) : `Missed:\n${missed.map((line) => `  ${line}`).join('\n')}\n`,
  )
  return parts.filter((part) => part !== '').join('\n')
}

function allWell(code: RealCode | null): string {
  return code === null ? 'The fixtures are reported as they should be.\n' : 'All aims are met.\n'
}

/** Judgements that nothing asked for: the rule was sharpened, or that project was not among the cases. */
function unmet(code: RealCode, known: Judgements): string {
  const met = new Set(code.reports.map((report) => report.key))
  const left = Object.keys(known.judgements).filter((key) => !met.has(key)).length
  return left === 0 ? '' : `${left} judgements belong to reports that are no longer made here.\n`
}

function asJson(code: RealCode | null, counted: readonly RealRow[]): string {
  const realCode = code === null ? null : { rows: counted, reports: code.reports, unread: code.unread }
  return `${JSON.stringify({ version: 1, fixtures, realCode, missed }, null, 2)}\n`
}

function print(text: string) {
  process.stdout.write(text)
}
