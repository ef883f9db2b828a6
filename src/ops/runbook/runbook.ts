/** What can be done with the runbook, whoever asks: the command line, the API, an incident. */
import type { Actor } from '../../domain/actor/actor.ts'
import type { Outcome } from '../../domain/outcome.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { Log } from '../../ports/log/log.ts'
import type { Meter } from '../../ports/meter/meter.ts'
import type { Shell } from '../../ports/shell/shell.ts'
import type { Journal } from '../../ports/store/journal.ts'
import type { RunbookResult, RunbookRunId, RunbookRuns } from '../../ports/store/runbook-runs.ts'
import type { Redact } from './redact-output.ts'
import type { Need, RunbookPage, RunbookStep } from './runbook-page.ts'

export interface RunbookParts {
  readonly pages: readonly RunbookPage[]
  readonly runs: RunbookRuns
  readonly journal: Journal
  readonly shell: Shell
  readonly surroundings: Surroundings
  readonly redact: Redact
  /** Whether there is such an incident: what is done about another would stand in the timeline of one to come. */
  readonly hasIncident: (id: number) => Promise<boolean>
  /** Changes that may be made without a person: `page/step`. */
  readonly automatic: readonly string[]
  readonly clock: Clock
  readonly log: Log
  readonly meter: Meter
}

/** What is here where steps run. */
export interface Surroundings {
  /** @returns why it is not here, in a sentence; null when it is */
  absence(need: Need): Promise<string | null>
  /** Everything that a step's command sees, without its parameters. */
  env(step: RunbookStep): Readonly<Record<string, string>>
}

export interface StepRequest {
  readonly page: string
  readonly step: string
  readonly parameters: Readonly<Record<string, string>>
  readonly actor: Actor
  readonly incident: number | null
  /** Somebody saw parameters and command and said yes; a change needs it. */
  readonly isConfirmed: boolean
}

/** A step that may be run, with everything that a person has to see before. */
export interface PlannedStep {
  readonly page: RunbookPage
  readonly step: RunbookStep
  readonly parameters: Readonly<Record<string, string>>
  /** Why it cannot be run here; null when it can. */
  readonly absence: string | null
}

export interface StepReport {
  readonly page: string
  readonly step: RunbookStep
  readonly parameters: Readonly<Record<string, string>>
  /** Null when the store was away: it was run and not written down. */
  readonly run: RunbookRunId | null
  readonly result: RunbookResult
  /** Of the step that looks whether a change did what it should; null for steps without. */
  readonly verification: StepReport | null
}

/** Nothing was run. */
export interface RunRefusal {
  readonly kind:
    | 'no-such-page'
    | 'no-such-step'
    | 'bad-parameters'
    | 'no-such-incident'
    | 'not-allowed'
    | 'not-confirmed'
    | 'not-recorded'
  readonly message: string
  readonly remedy: string
}

export interface DiagnosisRequest {
  readonly incident: number
  readonly alert: string
  /** Of the alert; a parameter of the same name takes its value from here. */
  readonly labels: Readonly<Record<string, string>>
}

export interface RunbookDiagnosis {
  readonly page: string
  /** In the order of the page. */
  readonly reports: readonly StepReport[]
}

export interface Runbook {
  readonly pages: readonly RunbookPage[]
  find(page: string): RunbookPage | null
  ofAlert(alert: string): RunbookPage | null
  plan(request: Omit<StepRequest, 'isConfirmed' | 'incident'>): Promise<Outcome<PlannedStep, RunRefusal>>
  run(request: StepRequest, signal: AbortSignal): Promise<Outcome<StepReport, RunRefusal>>
  /** Runs the read steps of the alert's page, within a minute, and writes what they say into the incident. */
  diagnose(request: DiagnosisRequest, signal: AbortSignal): Promise<RunbookDiagnosis | null>
  /** Makes the changes of the alert's page that may be made without a person. */
  mitigate(request: DiagnosisRequest, signal: AbortSignal): Promise<readonly StepReport[]>
  /** Pages whose review is late on this day. */
  overdue(): readonly RunbookPage[]
}
