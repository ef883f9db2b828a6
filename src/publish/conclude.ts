/**
 * Whether the check is green. `failure` when something at or above the threshold is open, whatever else is true;
 * `neutral` when not all of what was wanted was read, or nothing was; `success` only when all of it was read and nothing
 * open is that bad. With the threshold `never` findings are told and fail nothing.
 *
 * Open is every finding that was neither dismissed (a person with write access, with a reason) nor demoted. A thread that
 * somebody closed leaves its finding open: the author of a change may close threads, and must not turn a check green.
 */
import { isAtLeast, type Severity } from '../domain/finding/severity.ts'
import type { CoverageLine, ReviewReport } from '../domain/review/report.ts'
import type { CheckConclusion } from '../ports/code-host/check-run.ts'
import type { SettledFinding } from './decide-fates.ts'
import { whatCoverageProves } from './what-coverage-proves.ts'

export interface Verdict {
  readonly conclusion: Extract<CheckConclusion, 'success' | 'failure' | 'neutral'>
  readonly failOn: Severity | 'never'
  /** Open, at or above the threshold. */
  readonly failing: readonly SettledFinding[]
  /** All but the dismissed ones. */
  readonly told: readonly SettledFinding[]
  readonly read: readonly CoverageLine[]
  readonly leftOut: readonly CoverageLine[]
  readonly missed: readonly CoverageLine[]
}

export function conclude(
  report: ReviewReport,
  settled: readonly SettledFinding[],
  failOn: Severity | 'never',
): Verdict {
  const by = Map.groupBy(report.coverage, whatCoverageProves)
  const told = settled.filter(({ fate }) => fate.kind !== 'dismissed')
  const failing = told.filter(
    ({ finding, fate }) =>
      fate.kind !== 'demoted' && failOn !== 'never' && isAtLeast(finding.severity, failOn),
  )
  const read = by.get('read') ?? []
  const missed = by.get('missed') ?? []
  const isWhole = missed.length === 0 && read.length > 0
  return {
    conclusion: failing.length > 0 ? 'failure' : isWhole ? 'success' : 'neutral',
    failOn,
    failing,
    told,
    read,
    leftOut: by.get('left-out') ?? [],
    missed,
  }
}
