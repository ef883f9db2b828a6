/** The parent's end of a child that reads texts: begun when first needed, begun anew after a death. */
import type { AnalysisLimits } from '../../ports/analysis/analysis.ts'
import type { Conversation, ProgramFailure, Sandbox } from '../../ports/sandbox/sandbox.ts'
import type { HostAnswer, ReadRequest } from './protocol.ts'

export type HostEvent =
  | HostAnswer
  | { readonly kind: 'died'; readonly reason: string; readonly failure: ProgramFailure | null }

export interface HostProcess {
  /** Starts the child ahead of its first request. */
  start(): void
  send(request: ReadRequest): void
  /** @param analyser whose answer is awaited: what is loaded already has the file's time only */
  receive(analyser: string, limits: AnalysisLimits): Promise<HostEvent>
  close(): Promise<void>
}

/** Loading an analyser is our own doing, not the file's. */
const openTimeMs = 20_000
const lineBytesMax = 64 * 1_048_576

export function createHostProcess(
  sandbox: Sandbox,
  module: URL,
  memoryBytesMax: number,
  signal: AbortSignal,
): HostProcess {
  let conversation: Conversation | null = null
  let opened = new Set<string>()

  function started(): Conversation {
    if (conversation === null) {
      opened = new Set()
      conversation = sandbox.converse(module, { memoryBytesMax, lineBytesMax }, signal)
    }
    return conversation
  }

  return {
    start: () => void started(),
    send: (request) => started().send(JSON.stringify(request)),
    async receive(analyser, { fileTimeMs }) {
      if (conversation === null) return { kind: 'died', reason: 'the child is gone', failure: null }
      const line = await conversation.receive(opened.has(analyser) ? fileTimeMs : openTimeMs)
      if (!line.ok) {
        conversation = null
        return { kind: 'died', reason: deathInWords(line.failure), failure: line.failure }
      }
      const answer = JSON.parse(line.value) as HostAnswer
      if (answer.kind === 'opened') opened.add(answer.analyser)
      return answer
    },
    async close() {
      await conversation?.close()
      conversation = null
    },
  }
}

function deathInWords(failure: ProgramFailure): string {
  switch (failure.kind) {
    case 'timed-out':
      return `took ${failure.detail} on this file`
    case 'memory':
      return `needed ${failure.detail} for this file`
    default:
      return `stopped on this file (${failure.detail})`
  }
}
