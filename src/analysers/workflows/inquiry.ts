/** What every rule is given: the model, the text it came from, what the change did, and how to report. */
import type { Severity } from '../../domain/finding/severity.ts'
import type { RuleId } from './catalogue.ts'
import type { WorkflowModel } from './workflow-model.ts'

export interface Span {
  readonly start: number
  readonly end: number
}

export interface Inquiry {
  readonly source: string
  readonly model: WorkflowModel
  /** Of the base's text; null when there is none or it cannot be read. */
  readonly before: WorkflowModel | null
  /** Whether the change touched the line of this offset. */
  isAdded(offset: number): boolean
  report(rule: RuleId, at: Span, message: string, more?: ReportDetails): void
  /** Something that the change removed, at a place in the base's text. */
  reportRemoved(rule: RuleId, at: Span, message: string): void
}

export interface ReportDetails {
  readonly severity?: Severity
  readonly confidence?: number
  readonly secrets?: readonly string[]
}

export type Rule = (inquiry: Inquiry) => void

/** Of several places that make a defect together, the one that this change brought. */
export function addedPlace(inquiry: Inquiry, places: readonly (Span | null | undefined)[]): Span {
  const known = places.filter((place): place is Span => place !== null && place !== undefined)
  return known.find((place) => inquiry.isAdded(place.start)) ?? known[0] ?? { start: 0, end: 1 }
}
