/**
 * How risky a change is and how long a person reads it, by rules that can be looked up: a model's feeling would differ
 * from push to push. Points add up: 5 and more is high, 2 and more is medium. Minutes: a dozen changed lines of code
 * take one, tests and prose a third of that, removed lines a fifth, each file half of one to find one's way.
 */
import type { Walkthrough } from '../../domain/agents/agents-report.ts'
import type { Severity } from '../../domain/finding/severity.ts'
import type { FileToDiscuss } from '../../ports/agents/agents.ts'
import { isTestPath } from '../context/test-paths.ts'

export interface ChangeToAssess {
  readonly files: readonly FileToDiscuss[]
  readonly findings: readonly { readonly severity: Severity }[]
}

export interface Assessment {
  readonly risk: Walkthrough['risk']
  readonly effortMinutes: number
}

interface RiskRule {
  readonly points: number
  /** Null: the rule says nothing of this change. */
  readonly reason: string | null
}

const highPoints = 5
const mediumPoints = 2
const minutesMax = 480

export function assessChange({ files, findings }: ChangeToAssess): Assessment {
  const rules = [...sizeRules(files), ...pathRules(files), ...testRules(files), ...findingRules(findings)]
  const applied = rules.filter(({ reason }) => reason !== null).sort((a, b) => b.points - a.points)
  const points = applied.reduce((sum, rule) => sum + rule.points, 0)
  const level = points >= highPoints ? 'high' : points >= mediumPoints ? 'medium' : 'low'
  const reasons = applied.flatMap(({ reason }) => (reason === null ? [] : [reason]))
  return { risk: { level, reasons }, effortMinutes: minutesFor(files) }
}

function sizeRules(files: readonly FileToDiscuss[]): readonly RiskRule[] {
  const code = files.filter((file) => isCode(file))
  const lines = code.reduce((sum, file) => sum + linesOf(file), 0)
  return [
    rule(lines > 1_000 ? 3 : lines > 300 ? 2 : lines > 80 ? 1 : 0, `It changes ${lines} lines of code.`),
    rule(code.length > 30 ? 2 : code.length > 10 ? 1 : 0, `It changes ${code.length} files of code.`),
  ]
}

const sensitive: readonly { readonly pattern: RegExp; readonly points: number; readonly what: string }[] = [
  { pattern: /(?:^|\/)migrations?\/|\.sql$/i, points: 2, what: 'what is stored' },
  {
    pattern:
      /(?:^|[/._-])(?:auth|authn|authz|login|session|permissions?|crypto|security|secrets?|tokens?|passwords?|acl|oauth|jwt)(?:[/._-]|$)/i,
    points: 2,
    what: 'who may do what',
  },
  {
    pattern: /(?:^|[/._-])(?:billing|payments?|invoices?|prices?|pricing|checkout)(?:[/._-]|$)/i,
    points: 2,
    what: 'money',
  },
  {
    pattern:
      /(?:^|\/)(?:\.github\/(?:workflows|actions)|\.circleci|\.buildkite)\/|(?:^|\/)(?:\.gitlab-ci\.yml|Jenkinsfile|azure-pipelines\.yml)$/i,
    points: 2,
    what: 'how it is built and released',
  },
  {
    pattern: /(?:^|\/)(?:Dockerfile|docker-compose[^/]*|[^/]+\.tf|helm|k8s|kubernetes|terraform)(?:\/|$)/i,
    points: 1,
    what: 'where it runs',
  },
  {
    pattern:
      /(?:^|\/)(?:package\.json|go\.mod|Cargo\.toml|pyproject\.toml|requirements[^/]*\.txt|Gemfile|pom\.xml|build\.gradle(?:\.kts)?)$/i,
    points: 1,
    what: 'what it depends on',
  },
  {
    pattern: /\.(?:proto|graphql|avsc)$|(?:^|\/)openapi[^/]*\.(?:ya?ml|json)$/i,
    points: 1,
    what: 'what others call',
  },
]

function pathRules(files: readonly FileToDiscuss[]): readonly RiskRule[] {
  const others = files.filter(({ path, role }) => role === 'code' && !isTestPath(path) && !isProse(path))
  const locks = files.filter(({ role }) => role === 'lock')
  return [
    ...sensitive.map(({ pattern, points, what }) => {
      const found = others.filter(({ path }) => pattern.test(path)).map(({ path }) => path)
      return rule(found.length === 0 ? 0 : points, `It changes ${what}: ${named(found)}.`)
    }),
    rule(
      locks.length === 0 ? 0 : 1,
      `It changes what is installed: ${named(locks.map(({ path }) => path))}.`,
    ),
  ]
}

function testRules(files: readonly FileToDiscuss[]): readonly RiskRule[] {
  const added = files.filter(isCode).reduce((sum, file) => sum + file.addedLines.size, 0)
  const tests = files.filter(({ path, role }) => role === 'code' && isTestPath(path))
  const removed = tests.filter(({ head }) => head === null)
  return [
    rule(removed.length === 0 ? 0 : 2, `It removes tests: ${named(removed.map(({ path }) => path))}.`),
    rule(added > 20 && tests.length === 0 ? 1 : 0, `It adds ${added} lines of code and changes no test.`),
  ]
}

function findingRules(findings: ChangeToAssess['findings']): readonly RiskRule[] {
  const grave = findings.filter(({ severity }) => severity === 'critical' || severity === 'high').length
  const medium = findings.filter(({ severity }) => severity === 'medium').length
  return [
    rule(grave === 0 ? 0 : 3, `${counted(grave, 'finding')} of high severity or worse.`),
    rule(medium === 0 ? 0 : 1, `${counted(medium, 'finding')} of medium severity.`),
  ]
}

function rule(points: number, reason: string): RiskRule {
  return { points, reason: points === 0 ? null : reason }
}

/** A file or two; more names say nothing. */
function named(paths: readonly string[]): string {
  const shown = paths.slice(0, 2).join(', ')
  return paths.length > 2 ? `${shown} and ${paths.length - 2} more` : shown
}

function minutesFor(files: readonly FileToDiscuss[]): number {
  const minutes = files
    .filter(({ role }) => role === 'code')
    .reduce((sum, file) => {
      const perMinute = isCode(file) ? 12 : 36
      return sum + 0.5 + file.addedLines.size / perMinute + file.removedLines.size / (perMinute * 5)
    }, 1)
  const step = minutes <= 10 ? 1 : minutes <= 60 ? 5 : 15
  return Math.min(minutesMax, Math.ceil(minutes / step) * step)
}

function isCode({ path, role }: FileToDiscuss): boolean {
  return role === 'code' && !isTestPath(path) && !isProse(path)
}

function isProse(path: string): boolean {
  return /\.(?:md|mdx|rst|txt|adoc)$/i.test(path)
}

function linesOf({ addedLines, removedLines }: FileToDiscuss): number {
  return addedLines.size + removedLines.size
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
