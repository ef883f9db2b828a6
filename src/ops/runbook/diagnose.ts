/**
 * What an incident does by itself with its alert's page: every look of the Diagnosis section, two at a time, a minute for
 * all. What cannot be looked at here is noted with the reason, and is no failure.
 */
import { itself } from '../../domain/actor/actor.ts'
import { StoreUnavailable } from '../../ports/store/store-unavailable.ts'
import { absenceOf } from './absence-of.ts'
import { checkParameters } from './parameter.ts'
import { runPlanned } from './run-planned.ts'
import type { DiagnosisRequest, RunbookDiagnosis, RunbookParts, StepReport } from './runbook.ts'
import type { RunbookPage, RunbookStep } from './runbook-page.ts'

const timeMsMax = 60_000
const atOnceMax = 2

export async function diagnose(
  parts: RunbookParts,
  page: RunbookPage,
  request: DiagnosisRequest,
  signal: AbortSignal,
): Promise<RunbookDiagnosis> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(timeMsMax)])
  const steps = page.steps.filter(({ section, kind }) => section === 'Diagnosis' && kind === 'read')
  const reports = new Map<RunbookStep, StepReport>()
  const waiting = [...steps]
  async function work(): Promise<void> {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const report = await look(parts, page, step, request, bounded)
      if (report !== null) reports.set(step, report)
    }
  }
  await Promise.all(Array.from({ length: atOnceMax }, work))
  const diagnosis = { page: page.name, reports: steps.flatMap((step) => reports.get(step) ?? []) }
  await conclude(parts, request, diagnosis)
  return diagnosis
}

async function look(
  parts: RunbookParts,
  page: RunbookPage,
  step: RunbookStep,
  { incident, labels }: DiagnosisRequest,
  signal: AbortSignal,
): Promise<StepReport | null> {
  const known = step.parameters.flatMap(({ name }) => {
    const value = labels[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  const parameters = checkParameters(step.parameters, Object.fromEntries(known))
  const absence = signal.aborted
    ? 'There was no time left for it.'
    : parameters.ok
      ? await absenceOf(parts.surroundings, step)
      : `The alert does not say everything that it needs: ${parameters.failure}.`
  const planned = { page, step, parameters: parameters.ok ? parameters.value : {}, absence }
  const report = await runPlanned(parts, planned, { actor: itself, incident }, signal)
  return report.ok ? report.value : null
}

/** One entry that says it all, for whoever opens the incident. */
async function conclude(
  { journal, clock, log }: RunbookParts,
  { incident, alert }: DiagnosisRequest,
  { page, reports }: RunbookDiagnosis,
): Promise<void> {
  const of = (wanted: (verdict: string) => boolean) =>
    reports
      .filter(({ result }) => wanted(result.verdict))
      .map(({ step, result }) => ({ step: step.id, about: step.about, reason: result.reason }))
  const detail = {
    page,
    alert,
    steps: reports.length,
    unexpected: of((verdict) => verdict === 'unexpected' || verdict === 'out-of-time'),
    notApplicable: of((verdict) => verdict === 'not-applicable'),
  }
  const subject = `runbook ${page}`
  try {
    const at = clock.now()
    await journal.append({ at, actor: itself, action: 'runbook.diagnosed', subject, incident, detail })
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error
    log.warn({ page, incident, reason: error.message }, 'diagnosis not recorded')
  }
}
