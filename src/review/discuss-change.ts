/** Asks the agents about a change that analysers were through with, and turns what they say into candidates. */
import type { AgentsReport } from '../domain/agents/agents-report.ts'
import type { DroppedFinding } from '../domain/finding/finding.ts'
import type { AgentObservation, Agents, AgentsResult, ChangeToDiscuss } from '../ports/agents/agents.ts'
import type { Candidate } from './candidate.ts'
import { maskAgents, maskDropped } from './mask-agents.ts'
import type { ReadFile } from './read-change.ts'

export interface Discussed {
  readonly candidates: readonly Candidate[]
  readonly dropped: readonly DroppedFinding[]
  /** By path, why a file was not read, or not all of it; empty when they read nothing at all, which is said once. */
  readonly unread: ReadonlyMap<string, string>
  readonly notes: readonly string[]
  readonly report: AgentsReport
  /** Milliseconds by stage. */
  readonly stages: Readonly<Record<string, number>>
}

export async function discussChange(
  agents: Agents,
  change: ChangeToDiscuss & { readonly files: readonly ReadFile[] },
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<Discussed> {
  onProgress(0, 1)
  const result = await agents.discuss(change, signal, onProgress)
  const { candidates, strangers } = candidatesOf(result.observations, change.files)
  return {
    candidates,
    dropped: [...result.dropped, ...strangers].map((one) => maskDropped(one, change.mask)),
    unread: unreadOf(result),
    notes: result.notes,
    report: maskAgents(result.report, change.mask),
    stages: result.stages,
  }
}

function candidatesOf(
  observations: readonly AgentObservation[],
  files: readonly ReadFile[],
): { readonly candidates: readonly Candidate[]; readonly strangers: readonly DroppedFinding[] } {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const candidates: Candidate[] = []
  const strangers: DroppedFinding[] = []
  for (const { path, voices, ...observation } of observations) {
    const file = byPath.get(path)
    const ruleId = `agents/${observation.rule}`
    if (file !== undefined) {
      candidates.push({
        ...observation,
        file,
        ruleId,
        source: 'agent',
        voices,
        suppressed: null,
        alsoReportedBy: [],
      })
      continue
    }
    const { line, severity, message } = observation
    const detail = 'The change did not touch this file.'
    strangers.push({ path, line, rule: ruleId, severity, message, reason: 'outside-change', detail, voices })
  }
  return { candidates, strangers }
}

function unreadOf({ report, unread }: AgentsResult): ReadonlyMap<string, string> {
  if (report.stopped !== null && !report.stopped.isPartial) return new Map()
  return new Map(unread.map(({ path, reason }) => [path, reason]))
}
