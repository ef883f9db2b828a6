/** Looks at everything a task is to look at. One check that fails takes none of the others with it. */
import type { Clock } from '../../ports/clock/clock.ts'
import type { Log } from '../../ports/log/log.ts'
import type { ReportVerdict } from '../../ports/store/maintenance.ts'
import { StoreUnavailable } from '../../ports/store/store-unavailable.ts'
import type { MaintenanceFacts } from './facts.ts'
import type { Check, Section } from './section.ts'
import type { MaintenanceTask } from './tasks.ts'

export interface TaskReport {
  readonly task: string
  readonly title: string
  readonly at: number
  readonly verdict: ReportVerdict
  /** Checks that could not be made for a fault of ours; a report with any is a failed run. */
  readonly failed: readonly string[]
  readonly sections: readonly Section[]
}

export interface RunTaskParts {
  readonly facts: MaintenanceFacts
  readonly clock: Clock
  readonly log: Log
}

/** Of one check, in real time. */
const checkMsMax = 90_000
const sentenceMax = 600

export async function runTask(
  { facts, clock, log }: RunTaskParts,
  { name, title, checks }: MaintenanceTask,
  signal: AbortSignal,
): Promise<TaskReport> {
  const now = clock.now()
  const failed: string[] = []
  const sections: Section[] = []
  for (const check of checks) {
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(checkMsMax)])
    try {
      sections.push(await look(check, facts, now, bounded))
    } catch (error) {
      // Without the store there is no report to write either.
      if (error instanceof StoreUnavailable || signal.aborted) throw error
      const why = bounded.aborted ? `It took longer than ${checkMsMax / 1_000} s.` : wordsOf(error)
      log.error({ task: name, check: check.id, err: error }, 'maintenance check failed')
      failed.push(check.id)
      sections.push(sectionOf(check, { verdict: 'unknown', found: [`It could not be looked at: ${why}`] }))
    }
  }
  return { task: name, title, at: now, verdict: worstOf(sections), failed, sections }
}

async function look(
  check: Check,
  facts: MaintenanceFacts,
  now: number,
  signal: AbortSignal,
): Promise<Section> {
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('too late')), { once: true })
  })
  return sectionOf(check, await Promise.race([check.look({ facts, now, signal }), late]))
}

function sectionOf({ id, title }: Check, finding: Awaited<ReturnType<Check['look']>>): Section {
  const found = finding.found.map((sentence) => sentence.slice(0, sentenceMax))
  return { id, title, verdict: finding.verdict, found, table: finding.table ?? null }
}

/** What nobody knows is said, and is not a reason to do something now. */
function worstOf(sections: readonly Section[]): ReportVerdict {
  if (sections.some(({ verdict }) => verdict === 'attention')) return 'attention'
  return sections.some(({ verdict }) => verdict === 'good') ? 'good' : 'unknown'
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
