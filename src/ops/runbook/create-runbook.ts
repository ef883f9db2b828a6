/** The runbook over its parts. */
import { itself, may } from '../../domain/actor/actor.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import { StoreUnavailable } from '../../ports/store/store-unavailable.ts'
import { absenceOf } from './absence-of.ts'
import { diagnose } from './diagnose.ts'
import { overduePages } from './overdue-pages.ts'
import { checkParameters } from './parameter.ts'
import { runPlanned } from './run-planned.ts'
import type {
  DiagnosisRequest,
  PlannedStep,
  Runbook,
  RunbookParts,
  RunRefusal,
  StepReport,
  StepRequest,
} from './runbook.ts'
import type { RunbookPage } from './runbook-page.ts'

export function createRunbook(parts: RunbookParts): Runbook {
  const { pages, clock } = parts
  const byName = new Map(pages.map((page) => [page.name, page]))
  const byAlert = new Map(
    pages.flatMap((page) => (page.subject.kind === 'alert' ? [[page.subject.alert, page] as const] : [])),
  )
  const plan: Runbook['plan'] = (request) => planStep(parts, byName, request)
  const run: Runbook['run'] = async (request, signal) => {
    const planned = await plan(request)
    if (!planned.ok) return planned
    const refusal = refusalOf(parts, planned.value, request) ?? (await incidentMissing(parts, request))
    return refusal === null ? runPlanned(parts, planned.value, request, signal) : fail(refusal)
  }
  return {
    pages,
    find: (page) => byName.get(page) ?? null,
    ofAlert: (alert) => byAlert.get(alert) ?? null,
    plan,
    run,
    async diagnose(request, signal) {
      const page = byAlert.get(request.alert)
      return page === undefined ? null : diagnose(parts, page, request, signal)
    },
    mitigate: (request, signal) => mitigate(parts, byAlert.get(request.alert), request, run, signal),
    overdue: () => overduePages(pages, clock.now()),
  }
}

async function planStep(
  { surroundings }: RunbookParts,
  pages: ReadonlyMap<string, RunbookPage>,
  { page: pageName, step: id, parameters: given, actor }: Parameters<Runbook['plan']>[0],
): Promise<Outcome<PlannedStep, RunRefusal>> {
  const page = pages.get(pageName)
  if (page === undefined) {
    const remedy = 'List them with "autogen-bot runbook list".'
    return fail({ kind: 'no-such-page', message: 'There is no such page.', remedy })
  }
  const step = page.steps.find((one) => one.id === id)
  if (step === undefined) {
    const remedy = `It has ${page.steps.map((one) => one.id).join(', ')}.`
    return fail({ kind: 'no-such-step', message: `The page ${page.name} has no such step.`, remedy })
  }
  if (!may(actor, step.role)) {
    const remedy = `Ask somebody with the role ${step.role}.`
    return fail({
      kind: 'not-allowed',
      message: `You are ${actor.role}, and this is a ${step.kind}.`,
      remedy,
    })
  }
  const parameters = checkParameters(step.parameters, given)
  if (!parameters.ok) {
    const remedy = 'Give each with --param name=value.'
    return fail({ kind: 'bad-parameters', message: `Parameters: ${parameters.failure}.`, remedy })
  }
  return succeed({ page, step, parameters: parameters.value, absence: await absenceOf(surroundings, step) })
}

function refusalOf(
  { automatic }: RunbookParts,
  { page, step }: PlannedStep,
  { actor, isConfirmed }: StepRequest,
): RunRefusal | null {
  if (step.kind === 'read') return null
  if (actor.via === 'itself') {
    if (step.isReversible && automatic.includes(`${page.name}/${step.id}`)) return null
    const remedy =
      'A person runs it, or runbook.automatic names it; only what is reversible may be automatic.'
    return { kind: 'not-allowed', message: 'This change is not made without a person.', remedy }
  }
  if (isConfirmed) return null
  const remedy = 'Look at the command and its parameters, then confirm: --yes.'
  return { kind: 'not-confirmed', message: `This is a ${step.kind}, and nobody has confirmed it.`, remedy }
}

async function incidentMissing(
  { hasIncident }: RunbookParts,
  { incident }: StepRequest,
): Promise<RunRefusal | null> {
  try {
    if (incident === null || (await hasIncident(incident))) return null
  } catch (error) {
    // A look is taken without the store all the same, and a change is refused where it is written down.
    if (error instanceof StoreUnavailable) return null
    throw error
  }
  const remedy = 'List them with "autogen-bot incident list --all".'
  return { kind: 'no-such-incident', message: `There is no incident ${incident}; nothing was run.`, remedy }
}

async function mitigate(
  { automatic, log }: RunbookParts,
  page: RunbookPage | undefined,
  { incident, labels }: DiagnosisRequest,
  run: Runbook['run'],
  signal: AbortSignal,
): Promise<readonly StepReport[]> {
  const steps = (page?.steps ?? []).filter(
    ({ id, section }) => section === 'Mitigation' && automatic.includes(`${page?.name}/${id}`),
  )
  const reports: StepReport[] = []
  for (const step of steps) {
    const named = step.parameters.flatMap(({ name }) => {
      const value = labels[name]
      return value === undefined ? [] : [[name, value] as const]
    })
    const parameters = Object.fromEntries(named)
    const request = { page: page?.name ?? '', step: step.id, parameters, incident, isConfirmed: false }
    const done = await run({ ...request, actor: itself }, signal)
    if (done.ok) reports.push(done.value)
    else log.warn({ page: page?.name, step: step.id, reason: done.failure.message }, 'automatic step refused')
  }
  return reports
}
