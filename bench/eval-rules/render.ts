/** The words and tables that `npm run eval:rules` prints. */
import type { FixtureScore } from './fixtures.ts'
import { addScores } from './fixtures.ts'
import type { RealCode, RealReport, UnreadFile } from './real-code.ts'
import type { RealRow } from './summary.ts'

export function renderFixtures(scores: readonly FixtureScore[]): string {
  const total = scores.reduce(addScores)
  const rows = [...scores, { ...total, ruleFolder: 'all' }].map((score) => [
    score.ruleFolder,
    String(score.rules),
    `${score.found} of ${score.wrong}`,
    `${score.falseReports} of ${score.right}`,
    share(score.found, score.found + score.falseReports),
    share(score.found, score.wrong),
    share(score.falseReports, score.right),
  ])
  const head = [
    'language',
    'rules',
    'wrong lines found',
    'near misses reported',
    'precision',
    'recall',
    'false-positive rate',
  ]
  return `Own fixtures\n\n${table(head, rows)}\n`
}

export function renderRealCode(rows: readonly RealRow[], { reports, unread }: RealCode): string {
  const lines = rows.map((row) =>
    row.lines === 0
      ? [row.ruleFolder, 'no real code here', '-', '-', '-', '-', '-', '-']
      : [
          row.ruleFolder,
          row.lines.toLocaleString('en-US'),
          ...[row.reports, row.true, row.false, row.unjudged].map(String),
          row.precision === null ? '-' : row.precision.toFixed(2),
          row.falsePer2000Lines?.toFixed(3) ?? '-',
        ],
  )
  const head = [
    'language',
    'lines read',
    'reports',
    'true',
    'false',
    'unjudged',
    'precision',
    'false in 2,000 lines',
  ]
  return [
    `Real code\n\n${table(head, lines)}\n`,
    ...notRead(unread),
    ...unjudged(reports),
    ...judgedFalse(reports),
  ].join('\n')
}

function notRead(unread: readonly UnreadFile[]): readonly string[] {
  if (unread.length === 0) return []
  return [
    `Not read\n${unread.map(({ caseId, path, reason }) => `  ${caseId} ${path}: ${reason}`).join('\n')}\n`,
  ]
}

function unjudged(reports: readonly RealReport[]): readonly string[] {
  const open = reports.filter((report) => report.judgement === null)
  if (open.length === 0) return []
  const entries = open.map(
    ({ caseId, path, line, rule, message, key }) =>
      `  ${caseId} ${path}:${line} ${rule}\n    ${message}\n    key: ${key}`,
  )
  return [
    `Unjudged: read each and write its verdict into bench/eval-rules/judgements.json\n${entries.join('\n')}\n`,
  ]
}

function judgedFalse(reports: readonly RealReport[]): readonly string[] {
  const wrong = reports.filter((report) => report.judgement?.verdict === false)
  if (wrong.length === 0) return []
  const entries = wrong.map(
    ({ caseId, path, line, rule, judgement }) =>
      `  ${caseId} ${path}:${line} ${rule}\n    ${judgement?.reason ?? ''}`,
  )
  return [`False reports\n${entries.join('\n')}\n`]
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : (part / whole).toFixed(2)
}

/** The first column stands left, figures right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)))
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
        .join('  '),
    )
    .join('\n')
}
