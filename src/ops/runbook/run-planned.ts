/**
 * One step from its beginning in the records to its end in them. A change that cannot be written down is not made; a
 * look is taken all the same, for it is often the store that is to be looked at.
 */
import { createHash } from 'node:crypto'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { ShellResult } from '../../ports/shell/shell.ts'
import type { RunbookResult, RunbookRunId } from '../../ports/store/runbook-runs.ts'
import { StoreUnavailable } from '../../ports/store/store-unavailable.ts'
import { absenceOf } from './absence-of.ts'
import { unmet } from './expectation.ts'
import { variableOf } from './parameter.ts'
import type { PlannedStep, RunbookParts, RunRefusal, StepReport, StepRequest } from './runbook.ts'
import type { RunbookStep } from './runbook-page.ts'

type Doer = Pick<StepRequest, 'actor' | 'incident'>

export const outputBytesMax = 64 * 1024
/** Of the output, in the journal; the whole is in the run. */
const excerptLengthMax = 4_000

export async function runPlanned(
  parts: RunbookParts,
  planned: PlannedStep,
  doer: Doer,
  signal: AbortSignal,
): Promise<Outcome<StepReport, RunRefusal>> {
  const { step, page, parameters } = planned
  const run = await begin(parts, planned, doer)
  if (run === null && step.kind !== 'read') return fail(notRecorded)
  const result = await execute(parts, planned, signal)
  await finish(parts, planned, doer, run, result)
  parts.meter.count('autogen_runbook_steps_total', { kind: step.kind, result: result.verdict })
  const verifying = page.steps.find(({ id }) => id === step.verify)
  const verification =
    verifying === undefined || result.verdict === 'not-applicable'
      ? null
      : await verify(parts, planned, verifying, doer, signal)
  return succeed({ page: page.name, step, parameters, run, result, verification })
}

const notRecorded: RunRefusal = {
  kind: 'not-recorded',
  message: 'The store cannot be reached, so the change could not be written down and was not made.',
  remedy: 'Bring the store back first; if it cannot wait, run the command of the page by hand and note it.',
}

/** With the parameters that both have. */
async function verify(
  parts: RunbookParts,
  { page, parameters: given }: PlannedStep,
  step: RunbookStep,
  doer: Doer,
  signal: AbortSignal,
): Promise<StepReport | null> {
  const parameters = Object.fromEntries(step.parameters.map(({ name }) => [name, given[name] ?? '']))
  const absence = await absenceOf(parts.surroundings, step)
  const report = await runPlanned(parts, { page, step, parameters, absence }, doer, signal)
  return report.ok ? report.value : null
}

async function execute(
  { shell, surroundings, redact }: RunbookParts,
  { page, step, parameters, absence }: PlannedStep,
  signal: AbortSignal,
): Promise<RunbookResult> {
  if (absence !== null) return notApplicable(absence)
  const values = Object.entries(parameters).map(([name, value]) => [variableOf(name), value])
  const ended = await shell.run(
    {
      command: step.command,
      env: {
        ...surroundings.env(step),
        ...Object.fromEntries(values),
        AUTOGEN_STEP: `${page.name}/${step.id}`,
      },
      timeoutMs: step.timeoutMs,
      outputBytesMax,
    },
    signal,
  )
  const output = redact([ended.stdout, ended.stderr].filter((text) => text !== '').join('\n'))
  return {
    durationMs: ended.durationMs,
    exitCode: ended.exitCode,
    ...verdictOn(step, ended),
    output: output.slice(0, outputBytesMax),
    isOutputCut: ended.isCut || output.length > outputBytesMax,
  }
}

export function notApplicable(reason: string): RunbookResult {
  return {
    durationMs: 0,
    exitCode: null,
    verdict: 'not-applicable',
    reason,
    output: '',
    isOutputCut: false,
  }
}

function verdictOn(step: RunbookStep, ended: ShellResult): Pick<RunbookResult, 'verdict' | 'reason'> {
  switch (ended.ended) {
    case 'out-of-time':
      return { verdict: 'out-of-time', reason: `It did not end within ${step.timeoutMs / 1000} s.` }
    case 'stopped':
      return { verdict: 'out-of-time', reason: 'It was stopped.' }
    case 'by-signal':
      return { verdict: 'unexpected', reason: 'It was ended by a signal.' }
    case 'not-started':
      return { verdict: 'unexpected', reason: 'It could not be started.' }
    case 'by-itself': {
      const reason = unmet(step.expectations, ended)
      return { verdict: reason === null ? 'as-expected' : 'unexpected', reason }
    }
  }
}

async function begin(
  { runs, journal, clock, log, redact }: RunbookParts,
  { page, step, parameters }: PlannedStep,
  { actor, incident }: Doer,
): Promise<RunbookRunId | null> {
  const what = { page: page.name, step: step.id, kind: step.kind, parameters }
  try {
    const at = clock.now()
    const run = await runs.begin({ ...what, command: step.command, incident, actor, beganAt: at })
    if (step.kind !== 'read') {
      const subject = `runbook ${page.name}/${step.id}`
      const detail = { ...what, run, command: redact(step.command) }
      await journal.append({ at, actor, action: 'runbook.began', subject, incident, detail })
    }
    return run
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error
    log.warn({ page: page.name, step: step.id, reason: error.message }, 'runbook run not recorded')
    return null
  }
}

/** What was run was run: a store that is away now does not take the answer from whoever waits for it. */
async function finish(
  { runs, journal, clock, log }: RunbookParts,
  { page, step, parameters }: PlannedStep,
  { actor, incident }: Doer,
  run: RunbookRunId | null,
  result: RunbookResult,
): Promise<void> {
  if (run === null) return
  const { output, isOutputCut, ...facts } = result
  const detail = {
    page: page.name,
    step: step.id,
    about: step.about,
    kind: step.kind,
    run,
    parameters,
    ...facts,
    output: output.slice(0, excerptLengthMax),
    isOutputCut: isOutputCut || output.length > excerptLengthMax,
    outputSha256: createHash('sha256').update(output).digest('hex'),
  }
  try {
    await runs.finish(run, result)
    const subject = `runbook ${page.name}/${step.id}`
    await journal.append({ at: clock.now(), actor, action: 'runbook.ran', subject, incident, detail })
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error
    log.error({ page: page.name, step: step.id, run, reason: error.message }, 'runbook run not recorded')
  }
}
