/** Counts by language, held against the aims. */
import type { RealCode } from './real-code.ts'

export const precisionMin = 0.9
export const falsePer2000LinesMax = 1
/** A share of fewer reports than this says more about chance than about rules. */
const reportsForShareMin = 10

export interface RealRow {
  readonly ruleFolder: string
  readonly lines: number
  readonly reports: number
  readonly true: number
  readonly false: number
  readonly unjudged: number
  /** Of judged reports; null when there are none. */
  readonly precision: number | null
  readonly falsePer2000Lines: number | null
}

export function summarise(
  ruleFolders: readonly string[],
  { linesByFolder, reports }: RealCode,
): readonly RealRow[] {
  const rows = ruleFolders.map((ruleFolder) => {
    const own = reports.filter((report) => report.ruleFolder === ruleFolder)
    const verdicts = own.map((report) => report.judgement?.verdict ?? null)
    return toRow(ruleFolder, linesByFolder.get(ruleFolder) ?? 0, verdicts)
  })
  const all = reports.map((report) => report.judgement?.verdict ?? null)
  return [
    ...rows,
    toRow(
      'all',
      [...linesByFolder.values()].reduce((sum, lines) => sum + lines, 0),
      all,
    ),
  ]
}

function toRow(ruleFolder: string, lines: number, verdicts: readonly (boolean | null)[]): RealRow {
  const count = (verdict: boolean | null) => verdicts.filter((one) => one === verdict).length
  const [right, wrong] = [count(true), count(false)]
  return {
    ruleFolder,
    lines,
    reports: verdicts.length,
    true: right,
    false: wrong,
    unjudged: count(null),
    precision: right + wrong === 0 ? null : right / (right + wrong),
    falsePer2000Lines: lines === 0 ? null : (wrong * 2_000) / lines,
  }
}

/** What keeps the evaluation from passing, in sentences; none when all is well. */
export function missedAims(rows: readonly RealRow[]): readonly string[] {
  return rows.flatMap((row) => {
    const missed: string[] = []
    if (row.ruleFolder !== 'all' && row.unjudged > 0) {
      missed.push(`${row.ruleFolder}: ${row.unjudged} reports are unjudged.`)
    }
    const isShare = row.ruleFolder === 'all' || row.true + row.false >= reportsForShareMin
    if (isShare && row.precision !== null && row.precision < precisionMin) {
      missed.push(`${row.ruleFolder}: precision is ${row.precision.toFixed(2)}, the aim is ${precisionMin}.`)
    }
    if (row.falsePer2000Lines !== null && row.falsePer2000Lines > falsePer2000LinesMax) {
      const figure = row.falsePer2000Lines.toFixed(2)
      missed.push(
        `${row.ruleFolder}: ${figure} false reports in 2,000 lines, the aim is ${falsePer2000LinesMax}.`,
      )
    }
    return missed
  })
}
