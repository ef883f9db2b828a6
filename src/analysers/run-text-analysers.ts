/**
 * Runs text analysers in children of our own. A child that hangs, grows or dies costs the analyser it was in, on the
 * file it was at: the next child goes on with the rest.
 */
import type { AnalysisLimits, EscapeAttempt } from '../ports/analysis/analysis.ts'
import type { TextAnalyser } from './analyser.ts'
import type { HostProcess } from './host/host-process.ts'
import { createTextLanes } from './text-lanes.ts'
import { addObservations, addTrouble, type FileWork } from './work.ts'

export interface TextRun {
  readonly works: readonly FileWork[]
  readonly analysers: readonly TextAnalyser[]
  readonly limits: AnalysisLimits
  /** How many children at most. */
  readonly childrenMax: number
  readonly onProgress: (done: number, total: number) => void
  readonly onTime: (analyser: string, milliseconds: number) => void
  readonly onEscape: (attempt: EscapeAttempt) => void
}

export interface Hosts {
  open(): HostProcess
  close(host: HostProcess): Promise<void>
}

export async function runTextAnalysers(run: TextRun, hosts: Hosts, signal: AbortSignal): Promise<void> {
  const lanes = createTextLanes(run.works, run.analysers, run.childrenMax)
  let done = 0
  await Promise.all(Array.from({ length: lanes.children }, (_, child) => readLane(child)))

  async function readLane(child: number): Promise<void> {
    const host = hosts.open()
    for (let task = lanes.next(child); task !== null && !signal.aborted; task = lanes.next(child)) {
      await readFile(task.work, task.analysers)
      done += 1
      run.onProgress(done, lanes.tasks)
    }
    await hosts.close(host)

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
        const answer = await host.receive(id, run.limits)
        if (answer.kind === 'opened') continue
        if (answer.kind === 'reached-out') {
          run.onEscape({ analyser: answer.analyser, path: work.prepared.text.path, what: answer.what })
          continue
        }
        if (answer.kind === 'died' && answer.failure?.kind === 'escaped') {
          run.onEscape({ analyser: id, path: work.prepared.text.path, what: answer.failure.detail })
        }
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
