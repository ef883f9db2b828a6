/** What failed, by cause: jobs that were given up, and errors in the logs of all processes. */
import type { FailureFact, FailureFacts } from '../../../ops/maintenance/facts.ts'
import { type LogLine, logLinesKept } from '../../../ports/store/log-lines.ts'
import type { Store } from '../../../ports/store/store.ts'

const jobsMax = 500
const causeMax = 160

export async function failureFacts(
  { jobs, logLines }: Pick<Store, 'jobs' | 'logLines'>,
  since: number,
): Promise<FailureFacts> {
  const dead = (await jobs.list(['dead'], jobsMax)).filter(
    ({ finishedAt, createdAt }) => (finishedAt ?? createdAt) >= since,
  )
  const lines = await logLines.list(logLinesKept)
  const errors = lines.filter(({ at, level }) => at >= since && level === 'error')
  const causes = [
    ...counted(
      'dead job',
      dead.map(({ reason }) => reason ?? 'no reason was written down'),
    ),
    ...counted(
      'error in a log',
      errors.map(({ line }) => messageIn(line)),
    ),
  ].sort((one, other) => other.count - one.count)
  return { causes, logsFrom: startOf(lines, since) }
}

/** Where as many lines are there as are kept, older ones may have been let go. */
function startOf(lines: readonly LogLine[], since: number): number | null {
  if (lines.length < logLinesKept) return null
  const oldest = Math.min(...lines.map(({ at }) => at))
  return oldest > since ? oldest : null
}

function counted(kind: string, causes: readonly string[]): readonly FailureFact[] {
  const counts = new Map<string, number>()
  for (const cause of causes) {
    const key = withoutNumbers(cause)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return [...counts].map(([cause, count]) => ({ kind, cause, count }))
}

/** The same trouble of another job is the same cause. */
function withoutNumbers(cause: string): string {
  return cause
    .replaceAll(/\b[0-9a-f]{12,64}\b/g, '...')
    .replaceAll(/\d{3,}/g, '...')
    .slice(0, causeMax)
}

function messageIn(line: string): string {
  try {
    const { msg } = JSON.parse(line) as { readonly msg?: unknown }
    return typeof msg === 'string' ? msg : 'a line without a message'
  } catch {
    return line
  }
}
