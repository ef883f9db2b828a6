/** A review as SARIF 2.1.0, for GitHub code scanning and everything else that reads it. */
import type { Log, Notification, Region, ReportingDescriptor, Result } from 'sarif'
import type { AgentsReport } from '../../domain/agents/agents-report.ts'
import type { Finding } from '../../domain/finding/finding.ts'
import type { Severity } from '../../domain/finding/severity.ts'
import type { CoverageLine, ReviewReport } from '../../domain/review/report.ts'
import { artifactUri } from './artifact-uri.ts'
import { jsonText } from './json-text.ts'
import { counted, oneLine, suppressionWords } from './summary-words.ts'

export interface SarifOptions {
  /** Of this program; left out when unknown. */
  readonly toolVersion?: string
  /** Titles of rules by id; a rule without one is described by its id. */
  readonly ruleTitles?: ReadonlyMap<string, string>
}

/** As GitHub reads `security-severity`: 9.0 and more is critical, 7.0 high, 4.0 medium. */
const scores: Readonly<Record<Severity, string>> = { critical: '9.5', high: '8.0', medium: '5.5', low: '3.0' }
const levels = { critical: 'error', high: 'error', medium: 'warning', low: 'note' } as const satisfies Record<
  Severity,
  Result.level
>

type UriOf = (path: string) => string

export function renderSarif(report: ReviewReport, options: SarifOptions = {}): string {
  const shown = report.findings.filter((finding) => finding.shown)
  const rules = rulesOf(shown, options)
  const indexOf = new Map(rules.map((rule, at) => [rule.id, at]))
  const uriOf = uris(report.coverage)
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'autogen-bot',
            ...(options.toolVersion === undefined ? {} : { semanticVersion: options.toolVersion }),
            rules,
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { SRCROOT: { description: { text: 'The root of the repository.' } } },
        results: shown.map((finding) =>
          resultOf(finding, indexOf.get(finding.rule) ?? -1, uriOf, report.dropped !== undefined),
        ),
        invocations: [
          { executionSuccessful: true, toolExecutionNotifications: notificationsOf(report, uriOf) },
        ],
        properties: {
          base: report.base,
          head: report.head,
          mergeBase: report.mergeBase,
          ...(report.agents === undefined ? {} : { agents: agentsOf(report.agents) }),
        },
      },
    ],
  }
  return jsonText(log)
}

function uris(coverage: readonly CoverageLine[]): UriOf {
  const bytes = new Map(coverage.map(({ path, pathBase64 }) => [path, pathBase64]))
  return (path) => artifactUri(path, bytes.get(path))
}

/** By id; what a rule is in general is taken from the worst of its findings, which stands first. */
function rulesOf(findings: readonly Finding[], options: SarifOptions): ReportingDescriptor[] {
  const firsts = new Map<string, Finding>()
  for (const finding of findings) if (!firsts.has(finding.rule)) firsts.set(finding.rule, finding)
  return [...firsts.values()]
    .sort((a, b) => (a.rule < b.rule ? -1 : 1))
    .map((finding) => {
      const isSecurity = finding.category === 'security' || finding.category === 'secret'
      return {
        id: finding.rule,
        shortDescription: { text: messageText(options.ruleTitles?.get(finding.rule) ?? finding.rule) },
        defaultConfiguration: { level: levels[finding.severity] },
        properties: {
          tags: [...new Set([finding.category, ...finding.cwe.flatMap(cweTag)])],
          precision: precisionOf(finding.confidence),
          'problem.severity': { error: 'error', warning: 'warning', note: 'recommendation' }[
            levels[finding.severity]
          ],
          ...(isSecurity ? { 'security-severity': scores[finding.severity] } : {}),
        },
      }
    })
}

/** `CWE-79` as `external/cwe/cwe-079`, the spelling that GitHub filters by. */
function cweTag(cwe: string): readonly string[] {
  const number = /^CWE-([0-9]{1,5})$/.exec(cwe)?.[1]
  return number === undefined ? [] : [`external/cwe/cwe-${number.padStart(3, '0')}`]
}

function precisionOf(confidence: number): string {
  if (confidence >= 0.9) return 'very-high'
  if (confidence >= 0.75) return 'high'
  return confidence >= 0.5 ? 'medium' : 'low'
}

function resultOf(finding: Finding, ruleIndex: number, uriOf: UriOf, explains: boolean): Result {
  const { suppressed, suggestion, voices } = finding
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: levels[finding.severity],
    message: { text: messageText(finding.message) },
    locations: [
      { physicalLocation: { artifactLocation: locationOf(uriOf(finding.path)), region: regionOf(finding) } },
    ],
    partialFingerprints: { 'autogenBot/v1': finding.id },
    rank: Math.round(finding.confidence * 100),
    ...(suppressed === null
      ? {}
      : {
          suppressions: [
            {
              kind: 'inSource',
              status: suppressed.addedHere ? 'underReview' : 'accepted',
              justification: suppressionWords(suppressed),
            },
          ],
        }),
    ...(suggestion === null || finding.side === 'LEFT'
      ? {}
      : { fixes: [fixOf(finding, suggestion.replacement, uriOf)] }),
    properties: {
      severity: finding.severity,
      category: finding.category,
      side: finding.side,
      source: finding.source,
      ...(finding.alsoReportedBy.length > 0 ? { alsoReportedBy: [...finding.alsoReportedBy] } : {}),
      ...(voices === undefined || !explains ? {} : { voices: voices.map((voice) => ({ ...voice })) }),
    },
  }
}

function agentsOf({ stopped, models, usage }: AgentsReport) {
  const { calls, estimated, remembered, tokens, costMicroDollars } = usage
  return {
    stopped: stopped === null ? null : stopped.kind,
    models: [...models],
    calls,
    estimated,
    remembered,
    inputTokens: tokens.input,
    outputTokens: tokens.output,
    costMicroDollars,
  }
}

function locationOf(uri: string) {
  return { uri, uriBaseId: 'SRCROOT' }
}

/** An empty range is not allowed to end before it begins. */
function regionOf(finding: Finding): Region {
  const endColumn =
    finding.endLine === finding.line ? Math.max(finding.endColumn, finding.column) : finding.endColumn
  return {
    startLine: finding.line,
    startColumn: finding.column,
    endLine: finding.endLine,
    endColumn,
    ...(finding.excerpt.length > 0 ? { snippet: { text: finding.excerpt.join('\n') } } : {}),
  }
}

/** A region without columns is whole lines, without the last line's end. */
function fixOf(finding: Finding, replacement: string, uriOf: UriOf): NonNullable<Result['fixes']>[number] {
  return {
    description: { text: 'Replace the lines.' },
    artifactChanges: [
      {
        artifactLocation: locationOf(uriOf(finding.path)),
        replacements: [
          {
            deletedRegion: { startLine: finding.line, endLine: finding.endLine },
            insertedContent: { text: replacement },
          },
        ],
      },
    ],
  }
}

/** What was not looked at must not be silent: readers of SARIF see these beside the results. */
function notificationsOf(report: ReviewReport, uriOf: UriOf): Notification[] {
  const hidden = report.findings.filter((finding) => !finding.shown).length
  const general = hidden > 0 ? [`${counted(hidden, 'finding')} beyond the limit left out.`] : []
  return [
    ...report.coverage
      .filter(({ status }) => status !== 'reviewed')
      .map(
        ({ path, status, reason }): Notification => ({
          level: status === 'partly' ? 'warning' : 'note',
          message: { text: messageText(`${status}: ${reason ?? 'no reason was given'}`) },
          locations: [{ physicalLocation: { artifactLocation: locationOf(uriOf(path)) } }],
        }),
      ),
    ...[...general, ...report.notes].map(
      (text): Notification => ({ level: 'note', message: { text: messageText(text) } }),
    ),
  ]
}

/** SARIF reads `[text](target)` as a link and `{0}` as a placeholder in any message. */
function messageText(text: string): string {
  const line = oneLine(text).replace(/\{(\d+)\}/g, '{{$1}}')
  return line.includes('](') ? line.replace(/[[\]\\]/g, '\\$&') : line
}
