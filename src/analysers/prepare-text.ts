/** Makes of a changed file what analysers read, and brings their positions back to the lines that git counts. */
import type { Observation } from '../domain/finding/observation.ts'
import { bluntDirectives } from '../domain/suppression/blunt-directives.ts'
import { evenLineEnds } from '../domain/text/line-ends.ts'
import type { FileToAnalyse } from '../ports/analysis/analysis.ts'
import type { AnalysedText } from './analyser.ts'

export interface PreparedText {
  readonly text: AnalysedText
  /** Null when no comment in it switches a tool off. */
  readonly bluntHead: string | null
  toOriginal(observation: Observation): Observation
}

export function prepareText(file: FileToAnalyse): PreparedText {
  const head = evenLineEnds(file.head ?? '')
  const base = evenLineEnds(file.base ?? '')
  const blunt = file.role === 'code' ? bluntDirectives(head.text, file.language) : head.text
  return {
    text: {
      path: file.path,
      language: file.language,
      role: file.role,
      head: file.head === null ? null : head.text,
      base: file.base === null ? null : base.text,
      addedLines: file.addedLines.flatMap((line) => head.fromOriginal(line)),
      removedLines: file.removedLines.flatMap((line) => base.fromOriginal(line)),
    },
    bluntHead: blunt === head.text ? null : blunt,
    toOriginal: (observation) =>
      observation.side === 'RIGHT' ? head.toOriginal(observation) : base.toOriginal(observation),
  }
}
