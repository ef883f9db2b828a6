/** A page of the runbook as it is written in `docs/runbook`: words for people, and steps that can be run. */
import type { AccessRole } from '../../domain/actor/actor.ts'
import type { AlertSeverity } from '../../domain/alert/alert.ts'
import type { StepKind } from '../../ports/store/runbook-runs.ts'
import type { Expectation } from './expectation.ts'
import type { ParameterType } from './parameter.ts'

/** Each page has them all, in this order. */
export const sectionNames = ['Meaning', 'Impact', 'Diagnosis', 'Mitigation', 'Verification', 'Undo'] as const
export type SectionName = (typeof sectionNames)[number]

export interface RunbookPage {
  /** The file's name without `.md`, e.g. `service-down`. */
  readonly name: string
  readonly title: string
  /** Of an alert by its rule's name, or of something that people do. */
  readonly subject:
    | { readonly kind: 'alert'; readonly alert: string }
    | { readonly kind: 'procedure'; readonly procedure: string }
  readonly owner: string
  /** `2026-11-23` */
  readonly reviewed: string
  readonly reviewDue: string
  /** Null for procedures, and for alerts that mean that all is well. */
  readonly severity: AlertSeverity | null
  /** Markdown without the front matter. */
  readonly text: string
  /** In the order of the page. */
  readonly steps: readonly RunbookStep[]
}

export interface RunbookStep {
  readonly id: string
  readonly kind: StepKind
  readonly section: SectionName
  /** The sentence in front of it. */
  readonly about: string
  /** For `sh`; parameters are environment variables in capitals. */
  readonly command: string
  readonly timeoutMs: number
  /** Besides exit code 0, unless one of them is about the exit code. */
  readonly expectations: readonly Expectation[]
  /** A read step of the same page that shows whether a change did what it should. */
  readonly verify: string | null
  /** A change step of the same page that takes it back. */
  readonly undo: string | null
  readonly parameters: readonly StepParameter[]
  /** A value for each parameter, which tests use. */
  readonly example: Readonly<Record<string, string>>
  readonly needs: readonly Need[]
  readonly role: AccessRole
  readonly isReversible: boolean
  /** Of the file, from 1. */
  readonly line: number
}

export interface StepParameter {
  readonly name: string
  readonly type: ParameterType
}

/** What a step cannot do without, and what is not everywhere. */
export const needs = [
  'kubernetes',
  'redis',
  'log-file',
  'service-address',
  'app',
  'curl',
  'ps',
  'heap-snapshot',
] as const
export type Need = (typeof needs)[number]

/** A mistake in a page. */
export interface PageProblem {
  /** `docs/runbook/service-down.md` */
  readonly file: string
  readonly line: number
  readonly wrong: string
}
