/** The analysers of the catalogue as one answer to the review's question. */
import type {
  Analysis,
  AnalysisLimits,
  EscapeAttempt,
  FileToAnalyse,
  MemoryLimit,
} from '../ports/analysis/analysis.ts'
import type { Sandbox } from '../ports/sandbox/sandbox.ts'
import type { Analyser, CommandAnalyser, TextAnalyser } from './analyser.ts'
import { createHostProcess, type HostProcess } from './host/host-process.ts'
import { prepareText } from './prepare-text.ts'
import { runCommandAnalyser } from './run-command-analyser.ts'
import { runTextAnalysers } from './run-text-analysers.ts'
import { type FileWork, finished } from './work.ts'

export interface AnalysisOptions {
  readonly analysers: readonly Analyser[]
  readonly sandbox: Sandbox
  readonly childrenMax: number
  readonly now: () => number
  /** Called for each attempt; the notes of the result say it too, once. */
  readonly onEscape?: (attempt: EscapeAttempt) => void
  /** Tests put their own in its place. */
  readonly hostModule?: URL
}

const hostModuleDefault = new URL('./host/host.ts', import.meta.url)

export function createAnalysis({
  analysers,
  sandbox,
  childrenMax,
  now,
  onEscape = () => {},
  hostModule = hostModuleDefault,
}: AnalysisOptions): Analysis {
  const isText = (analyser: Analyser): analyser is TextAnalyser => analyser.kind === 'text'
  const isCommand = (analyser: Analyser): analyser is CommandAnalyser => analyser.kind === 'command'

  let spare: HostProcess | null = null
  /** One for all of a review: it remembers what it searched. */
  let mask: ReturnType<Analysis['openMask']> | null = null

  function openHost(limits: MemoryLimit, signal: AbortSignal): HostProcess {
    const host = spare ?? createHostProcess(sandbox, hostModule, limits.memoryBytesMax, signal)
    spare = null
    return host
  }

  /** One stays until the end of the review: suggestions are tried in it, and its analysers are loaded already. */
  async function closeHost(host: HostProcess): Promise<void> {
    if (spare === null) spare = host
    else await host.close()
  }

  return {
    openMask: () => {
      mask ??= import('./secrets/mask-secrets.ts').then(({ createMaskSecrets }) => createMaskSecrets())
      return mask
    },
    prepare(limits, signal) {
      spare = createHostProcess(sandbox, hostModule, limits.memoryBytesMax, signal)
      spare.start()
    },
    async close() {
      await spare?.close()
      spare = null
    },
    async analyse(files: readonly FileToAnalyse[], limits: AnalysisLimits, signal, onProgress) {
      const works: readonly FileWork[] = files.map((file) => ({
        prepared: prepareText(file),
        observations: [],
        troubles: [],
      }))
      const stages: Record<string, number> = {}
      const escapes = new Set<string>()
      const tellEscape = (attempt: EscapeAttempt) => {
        escapes.add(`${attempt.analyser} reached out of its sandbox: ${attempt.what}.`)
        onEscape(attempt)
      }
      const texts = runTextAnalysers(
        {
          works,
          analysers: analysers.filter(isText),
          limits,
          childrenMax,
          onProgress: (done, total) => onProgress?.(done, total),
          onEscape: tellEscape,
          onTime: (analyser, milliseconds) => {
            stages[analyser] = (stages[analyser] ?? 0) + milliseconds
          },
        },
        { open: () => openHost(limits, signal), close: closeHost },
        signal,
      )
      const commands = runCommands()
      const [, notes] = await Promise.all([texts, commands])
      return { files: works.map(finished), stages, notes: [...notes, ...escapes] }

      /** One after another: each of these programs uses every core by itself. */
      async function runCommands(): Promise<readonly string[]> {
        const notes: string[] = []
        for (const analyser of analysers.filter(isCommand)) {
          const begin = now()
          notes.push(
            ...(await runCommandAnalyser(analyser, works, limits, sandbox, tellEscape, signal)).notes,
          )
          stages[analyser.id] = now() - begin
        }
        return notes
      }
    },
  }
}
