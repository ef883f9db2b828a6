/**
 * Runs text analysers in children of our own. A child that hangs, grows or dies costs the analyser it was in, on the
 * file it was at: the next child goes on with the rest.
 */
import type { AnalysisLimits } from '../ports/analysis/analysis.ts'
import type { Conversation, ProgramFailure, Sandbox } from '../ports/sandbox/sandbox.ts'
import type { TextAnalyser } from './analyser.ts'
import type { HostAnswer, ReadRequest } from './host/protocol.ts'
import { addObservations, addTrouble, type FileWork } from './work.ts'

export interface TextRun {
  readonly works: readonly FileWork[]
  readonly analysers: readonly TextAnalyser[]
  readonly limits: AnalysisLimits
  /** How many children at most. */
  readonly childrenMax: number
  /** The module that serves these analysers in a child. */
  readonly hostModule: URL
  readonly onFileDone: () => void
  readonly onTime: (analyser: string, milliseconds: number) => void
}

/** Loading an analyser is our own doing, not the file's. */
const openTimeMs = 20_000
const lineBytesMax = 64 * 1_048_576
/** Starting one more child pays from about this much text. */
const charactersPerChild = 256 * 1024

export async function runTextAnalysers(run: TextRun, sandbox: Sandbox, signal: AbortSignal): Promise<void> {
  const queue = run.works
    .map((work) => ({
      work,
      analysers: run.analysers.filter((analyser) => analyser.reads(work.prepared.text)),
    }))
    .filter(({ analysers }) => analysers.length > 0)
    // The longest first, so that no child is left alone with it at the end.
    .sort((a, b) => lengthOf(b.work) - lengthOf(a.work))
  const characters = queue.reduce((sum, { work }) => sum + lengthOf(work), 0)
  const children = Math.min(run.childrenMax, queue.length, 1 + Math.floor(characters / charactersPerChild))
  await Promise.all(Array.from({ length: children }, () => readFromQueue()))

  async function readFromQueue(): Promise<void> {
    const host = createHost(sandbox, run, signal)
    for (let next = queue.shift(); next !== undefined && !signal.aborted; next = queue.shift()) {
      await readFile(next.work, next.analysers)
      run.onFileDone()
    }
    await host.close()

    async function readFile(work: FileWork, analysers: readonly TextAnalyser[]): Promise<void> {
      let left = analysers.map((analyser) => analyser.id)
      while (left.length > 0 && !signal.aborted) {
        host.send({ text: work.prepared.text, bluntHead: work.prepared.bluntHead, analysers: left })
        left = await takeAnswers(work, left)
      }
      for (const analyser of left) addTrouble(work, analyser, 'the review was cancelled')
    }

    /** Returns the analysers that are still to do, because the child died before them. */
    async function takeAnswers(work: FileWork, asked: readonly string[]): Promise<string[]> {
      let at = 0
      while (at < asked.length) {
        const id = asked[at] as string
        const answer = await host.receive(id)
        if (answer.kind === 'opened') continue
        if (answer.kind === 'read') {
          addObservations(work, id, answer.observations)
          run.onTime(id, answer.milliseconds)
        } else {
          addTrouble(work, id, answer.reason)
        }
        at += 1
        if (answer.kind === 'died') break
      }
      return asked.slice(at)
    }
  }
}

type HostEvent = HostAnswer | { readonly kind: 'died'; readonly reason: string }

interface Host {
  send(request: ReadRequest): void
  /** @param analyser whose answer is awaited: what is loaded already has the file's time only */
  receive(analyser: string): Promise<HostEvent>
  close(): Promise<void>
}

/** A conversation that is begun anew after a death. */
function createHost(sandbox: Sandbox, { hostModule, limits }: TextRun, signal: AbortSignal): Host {
  let conversation: Conversation | null = null
  let opened = new Set<string>()

  return {
    send(request) {
      if (conversation === null) {
        opened = new Set()
        const { memoryBytesMax } = limits
        conversation = sandbox.converse(hostModule, { memoryBytesMax, lineBytesMax }, signal)
      }
      conversation.send(JSON.stringify(request))
    },
    async receive(analyser) {
      if (conversation === null) return { kind: 'died', reason: 'the child is gone' }
      const line = await conversation.receive(opened.has(analyser) ? limits.fileTimeMs : openTimeMs)
      if (!line.ok) {
        conversation = null
        return { kind: 'died', reason: deathInWords(line.failure) }
      }
      const answer = JSON.parse(line.value) as HostAnswer
      if (answer.kind === 'opened') opened.add(answer.analyser)
      return answer
    },
    async close() {
      await conversation?.close()
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

function lengthOf(work: FileWork): number {
  return (work.prepared.text.head?.length ?? 0) + (work.prepared.text.base?.length ?? 0)
}
