/** A report on its way to becoming a finding, and the stages it passes. */
import type { Voice } from '../domain/agents/voice.ts'
import type { DroppedFinding, DropReason, Suppression } from '../domain/finding/finding.ts'
import type { Observation } from '../domain/finding/observation.ts'
import type { ReadFile } from './read-change.ts'

export interface Candidate extends Observation {
  readonly file: ReadFile
  /** `analyser/rule-id`, or `agents/what-is-wrong`. */
  readonly ruleId: string
  readonly source: 'analyser' | 'agent'
  /** How the agents argued about it; null for what an analyser says. */
  readonly voices: readonly Voice[] | null
  readonly suppressed: Suppression | null
  readonly alsoReportedBy: readonly string[]
}

export interface StageResult {
  readonly kept: readonly Candidate[]
  readonly dropped: readonly DroppedFinding[]
}

export type Stage = (candidates: readonly Candidate[]) => StageResult

/** Runs the stages in order; what any of them drops is kept beside what is left. */
export function passStages(candidates: readonly Candidate[], stages: readonly Stage[]): StageResult {
  let kept = candidates
  const dropped: DroppedFinding[] = []
  for (const stage of stages) {
    const result = stage(kept)
    kept = result.kept
    dropped.push(...result.dropped)
  }
  return { kept, dropped }
}

/** A stage that looks at one candidate at a time and answers with it, changed or not, or with why it goes. */
export function eachCandidate(decide: (candidate: Candidate) => Candidate | DroppedFinding): Stage {
  return (candidates) => {
    const kept: Candidate[] = []
    const dropped: DroppedFinding[] = []
    for (const candidate of candidates) {
      const answer = decide(candidate)
      if ('file' in answer) kept.push(answer)
      else dropped.push(answer)
    }
    return { kept, dropped }
  }
}

export function drop(candidate: Candidate, reason: DropReason, detail: string): DroppedFinding {
  return {
    path: candidate.file.path,
    line: candidate.line,
    rule: candidate.ruleId,
    severity: candidate.severity,
    message: candidate.message,
    reason,
    detail,
    ...(candidate.voices === null ? {} : { voices: candidate.voices }),
  }
}
