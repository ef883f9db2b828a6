/** What the review asks of a set of analysers: observations about texts, and the truth about what was not read. */
import type { Observation } from '../../domain/finding/observation.ts'
import type { Language } from '../../domain/language.ts'

/** One selected file, decoded. Lines are numbered as git numbers them. */
export interface FileToAnalyse {
  readonly path: string
  readonly language: Language | null
  readonly role: 'code' | 'lock'
  /** Null when the change deletes the file. */
  readonly head: string | null
  /** Null when the change adds the file. */
  readonly base: string | null
  readonly addedLines: readonly number[]
  readonly removedLines: readonly number[]
}

export interface AnalysedFile {
  readonly path: string
  /** `analyser` beside what it observed. */
  readonly observations: readonly (Observation & { readonly analyser: string })[]
  /** Analysers that could not finish this file, with the reason in words. */
  readonly troubles: readonly { readonly analyser: string; readonly reason: string }[]
}

export interface AnalysisResult {
  /** One for each file asked for, in the same order. */
  readonly files: readonly AnalysedFile[]
  /** Milliseconds by analyser. */
  readonly stages: Readonly<Record<string, number>>
  /** Sentences about the machine, e.g. that a program is not installed. */
  readonly notes: readonly string[]
}

/** An analyser was seen reaching for something outside its child: by mistake never, so somebody made it. */
export interface EscapeAttempt {
  readonly analyser: string
  /** The file it was reading, or the first of the files. */
  readonly path: string
  readonly what: string
}

export interface MemoryLimit {
  /** Of one child with all that it starts. */
  readonly memoryBytesMax: number
}

export interface AnalysisLimits extends MemoryLimit {
  /** For one analyser on one file. */
  readonly fileTimeMs: number
}

export interface Analysis {
  /**
   * For texts that nobody analyses and that go elsewhere.
   *
   * @returns puts an asterisk in the place of each character of what has the form of a secret; the same for the same text
   */
  openMask(): Promise<(text: string) => string>
  /** Starts ahead of time what `analyse` will need, while the change is still being read. */
  prepare(limits: MemoryLimit, signal: AbortSignal): void
  /** Ends what `prepare` started and nobody used. */
  close(): Promise<void>
  /** Never fails as a whole: what went wrong is in `troubles`. `onProgress` gets how many of how many steps are done. */
  analyse(
    files: readonly FileToAnalyse[],
    limits: AnalysisLimits,
    signal: AbortSignal,
    onProgress?: (done: number, total: number) => void,
  ): Promise<AnalysisResult>
}
