/** What parent and child say to each other, one JSON value a line. Both are ours; what crosses is data, never code. */
import type { Observation } from '../../domain/finding/observation.ts'
import type { AnalysedText } from '../analyser.ts'

/** The parent's only message: read this text with these analysers, in this order. */
export interface ReadRequest {
  readonly text: AnalysedText
  /** The same text with comments that switch tools off blunted; null when that changes nothing. */
  readonly bluntHead: string | null
  readonly analysers: readonly string[]
}

export type HostAnswer =
  /** The analyser is loaded; what follows is the time of the file alone. */
  | { readonly kind: 'opened'; readonly analyser: string }
  | {
      readonly kind: 'read'
      readonly analyser: string
      readonly observations: readonly Observation[]
      readonly milliseconds: number
    }
  | { readonly kind: 'failed'; readonly analyser: string; readonly reason: string }
  /** It reached for what is outside; an answer still follows, if it lives. */
  | { readonly kind: 'reached-out'; readonly analyser: string; readonly what: string }
