/** The state of one analysis: which file waits for which analyser, and what came of it. */
import type { Observation } from '../domain/finding/observation.ts'
import type { AnalysedFile } from '../ports/analysis/analysis.ts'
import type { PreparedText } from './prepare-text.ts'

export interface FileWork {
  readonly prepared: PreparedText
  readonly observations: (Observation & { readonly analyser: string })[]
  readonly troubles: { readonly analyser: string; readonly reason: string }[]
}

/** A tool that reports more than this of one file is telling us about itself. */
const observationsMax = 2_000

export function addObservations(
  work: FileWork,
  analyser: string,
  observations: readonly Observation[],
): void {
  for (const observation of observations.slice(0, observationsMax)) {
    work.observations.push({ ...work.prepared.toOriginal(observation), analyser })
  }
  if (observations.length > observationsMax) {
    addTrouble(
      work,
      analyser,
      `reported ${observations.length} places, of which the first ${observationsMax} were kept`,
    )
  }
}

export function addTrouble(work: FileWork, analyser: string, reason: string): void {
  work.troubles.push({ analyser, reason })
}

export function finished(work: FileWork): AnalysedFile {
  return {
    path: work.prepared.text.path,
    observations: work.observations,
    troubles: [...work.troubles].sort((a, b) => (a.analyser < b.analyser ? -1 : 1)),
  }
}
