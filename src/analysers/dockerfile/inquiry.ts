/** What every rule is given: the image file, the base's, and how to report. */
import type { Severity } from '../../domain/finding/severity.ts'
import type { RuleId } from './catalogue.ts'
import type { ImageFile, Span } from './read-image.ts'

export interface Inquiry {
  readonly file: ImageFile
  /** The base's; null when there is none. */
  readonly before: ImageFile | null
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
