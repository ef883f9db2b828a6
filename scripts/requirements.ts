/**
 * docs/requirements.yaml, read and checked, and docs/reference/requirements.md, made of it: what was asked for, line by line,
 * where it is, what shows it, and where it falls short.
 */
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

const Line = z.strictObject({
  /** What the line means here, in a sentence. */
  means: z.string().min(1),
  code: z.array(z.string()).min(1),
  /** Titles that stand in a file of tests, or of the stories that a test plays. */
  test: z.record(z.string(), z.array(z.string().min(1)).min(1)),
  page: z.array(z.string()).min(1),
  /** Those that name the line. */
  alerts: z.array(z.string()).default([]),
  'falls-short': z.string().nullable().default(null),
})
type Line = z.infer<typeof Line>

const Chapters = z.record(z.string(), z.record(z.string().regex(/^R[1-9][0-9]{0,2}$/), Line))

export interface Requirement extends Omit<Line, 'falls-short'> {
  /** `R17` */
  readonly line: string
  readonly chapter: string
  /** Null: nothing is known to be missing. */
  readonly fallsShort: string | null
}

const file = join(import.meta.dirname, '..', 'docs', 'requirements.yaml')

/** In the order of the file. @throws when it is not what it should be */
export function readRequirements(): readonly Requirement[] {
  const chapters = Chapters.parse(parse(readFileSync(file, 'utf8')))
  return Object.entries(chapters).flatMap(([chapter, lines]) =>
    Object.entries(lines).map(([line, { 'falls-short': fallsShort, ...rest }]) => ({
      line,
      chapter,
      ...rest,
      fallsShort,
    })),
  )
}

/** docs/reference/requirements.md */
export function requirementReferenceText(requirements: readonly Requirement[]): string {
  const chapters = [...Map.groupBy(requirements, ({ chapter }) => chapter)]
  const short = requirements.filter(({ fallsShort }) => fallsShort !== null)
  return `# What was asked for

Made from \`docs/requirements.yaml\` by \`npm run docs\`; a test looks that the files and the tests are there. Lines are called
by their numbers, as alerts, indicators and the clocks of incidents call them too. Of ${requirements.length} lines ${short.length}
fall short of what was asked for, in something small or large; what that is stands under each table.

Stories of an alert (\`src/ops/alerts/cases\`) are played to the built-in evaluator by \`src/ops/alerts/evaluate-alerts.test.ts\`
and to Prometheus by \`test/prometheus/rules.test.ts\`, which must agree at every evaluation. Commands of every page are run by
\`test/runbook/commands.test.ts\`.

${chapters.map(([title, lines]) => chapterText(title, lines)).join('\n\n')}
`
}

function chapterText(title: string, lines: readonly Requirement[]): string {
  const short = lines.flatMap(({ line, fallsShort }) =>
    fallsShort === null ? [] : [`- **${line}** ${sentence(fallsShort)}`],
  )
  const missing = short.length === 0 ? [] : ['', 'Falls short:', '', ...short]
  return [
    `## ${title}`,
    '',
    '| line | means here | code | shown by | page |',
    '|---|---|---|---|---|',
    ...lines.map(row),
    ...missing,
  ].join('\n')
}

function row({ line, means, code, test, page, alerts }: Requirement): string {
  const tests = Object.entries(test).map(
    ([path, titles]) => `${link(path)}: ${titles.map((title) => `“${cell(title)}”`).join(', ')}`,
  )
  const named = alerts.map((alert) => `[${alert}](alerts.md#${alert.toLowerCase()})`)
  const cells = [
    line,
    [sentence(means), ...(named.length === 0 ? [] : [`Alerts: ${named.join(', ')}.`])].join(' '),
    code.map(link).join('<br>'),
    tests.join('<br>'),
    page.map(link).join('<br>'),
  ]
  return `| ${cells.join(' | ')} |`
}

/** From docs/reference. */
function link(path: string): string {
  const from = path.startsWith('docs/') ? path.replace('docs/', '../') : `../../${path}`
  return `[${basename(path)}](${from})`
}

function sentence(text: string): string {
  return cell(text.trim())
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;')
}
