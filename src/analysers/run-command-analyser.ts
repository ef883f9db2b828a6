/**
 * Runs a native program over neutral copies of many files at once. When the program dies, hangs or prints what it
 * should not, the batch is halved until the file that did it stands alone.
 */
import type { AnalysisLimits, EscapeAttempt } from '../ports/analysis/analysis.ts'
import type { Sandbox } from '../ports/sandbox/sandbox.ts'
import type { CommandAnalyser } from './analyser.ts'
import { addObservations, addTrouble, type FileWork } from './work.ts'

const filesPerBatch = 500
const outputBytesMax = 64 * 1_048_576
/** On top of one file's time, for each further file of a batch. */
const timePerFurtherFileMs = 50

export async function runCommandAnalyser(
  analyser: CommandAnalyser,
  works: readonly FileWork[],
  limits: AnalysisLimits,
  sandbox: Sandbox,
  onEscape: (attempt: EscapeAttempt) => void,
  signal: AbortSignal,
): Promise<{ readonly notes: readonly string[] }> {
  const wanted = works.filter(
    (work) => work.prepared.text.head !== null && analyser.reads(work.prepared.text),
  )
  if (wanted.length === 0) return { notes: [] }
  const program = await analyser.locate()
  if (program === null) {
    return { notes: [`${analyser.title} is not installed: ${wanted.length} files were read without it.`] }
  }
  for (let at = 0; at < wanted.length; at += filesPerBatch) {
    await runBatch(wanted.slice(at, at + filesPerBatch), program)
  }
  return { notes: [] }

  async function runBatch(batch: readonly FileWork[], program: string): Promise<void> {
    const reason = await tryBatch(batch, program)
    if (reason === null) return
    const only = batch[0]
    if (batch.length === 1 && only !== undefined) return addTrouble(only, analyser.id, reason)
    if (signal.aborted)
      return batch.forEach((work) => void addTrouble(work, analyser.id, 'the review was cancelled'))
    const middle = Math.ceil(batch.length / 2)
    await runBatch(batch.slice(0, middle), program)
    await runBatch(batch.slice(middle), program)
  }

  /** Returns why the batch has no result, or null. */
  async function tryBatch(batch: readonly FileWork[], program: string): Promise<string | null> {
    const copies = new Map(batch.map((work, at) => [`${at}.${analyser.extension(work.prepared.text)}`, work]))
    const texts = new Map([...copies].map(([name, work]) => [name, copyOf(work)]))
    const answer = await sandbox.run(
      {
        program,
        args: analyser.args([...copies.keys()]),
        files: new Map([...texts, ...Object.entries(analyser.configuration)]),
        limits: {
          timeMs: limits.fileTimeMs + (batch.length - 1) * timePerFurtherFileMs,
          memoryBytesMax: limits.memoryBytesMax,
          outputBytesMax,
        },
      },
      signal,
    )
    if (!answer.ok && answer.failure.kind === 'escaped' && batch.length === 1) {
      onEscape({
        analyser: analyser.id,
        path: batch[0]?.prepared.text.path ?? '',
        what: answer.failure.detail,
      })
    }
    if (!answer.ok)
      return `${answer.failure.kind === 'crashed' ? 'stopped on' : 'gave up'} this file (${answer.failure.detail})`
    if (!analyser.exitCodes.includes(answer.value.exitCode)) {
      return `could not read this file (exit code ${answer.value.exitCode})`
    }
    try {
      const observations = analyser.parse(answer.value.stdout, (name) => texts.get(name) ?? '')
      for (const [name, work] of copies) addObservations(work, analyser.id, observations.get(name) ?? [])
      return null
    } catch (error) {
      return `said something that is not its format (${error instanceof Error ? error.message.slice(0, 200) : 'no reason'})`
    }
  }
}

function copyOf(work: FileWork): string {
  return work.prepared.bluntHead ?? work.prepared.text.head ?? ''
}
