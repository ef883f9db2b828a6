/**
 * Whether the check is green. `failure` when something at or above the threshold is open, whatever else is true;
 * `neutral` when not all of what was wanted was read, or nothing was; `success` only when all of it was read and nothing
 * open is that bad. With the threshold `never` findings are told and fail nothing.
 *
 * What the agents were to read and did not: a file that they left unread is not read in full, so it keeps the check from
 * being green. A review without agents because its owner, its operator or a budget said so is whole as configured: it may
 * be green, and says on top that it is of analysers only. One whose models failed, or that ran out of time, is `neutral`.
 *
 * Open is every finding that was neither dismissed (a person with write access, with a reason) nor demoted. A thread that
 * somebody closed leaves its finding open: the author of a change may close threads, and must not turn a check green.
 */
import type { AgentsStop } from '../domain/agents/agents-report.ts'
import { stopSentence } from '../domain/agents/stop-sentence.ts'
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
  /** Why there is less of the agents in it than was wanted, in a sentence; null when there is not. */
  readonly agentsStopped: string | null
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
  const stop = report.agents?.stopped ?? null
  const isWhole = missed.length === 0 && read.length > 0 && !(stop !== null && isBreakdown(stop))
  return {
    conclusion: failing.length > 0 ? 'failure' : isWhole ? 'success' : 'neutral',
    failOn,
    failing,
    told,
    read,
    leftOut: by.get('left-out') ?? [],
    missed,
    agentsStopped: stop === null ? null : stopSentence(stop),
  }
}

/** Nobody decided that the agents should not read the change. */
function isBreakdown({ kind }: AgentsStop): boolean {
  return kind === 'model-failed' || kind === 'out-of-time'
}
