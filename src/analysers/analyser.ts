/**
 * What an analyser is: a pure function of text, with a catalogue of its rules.
 *
 * The module that declares an analyser is light: it is loaded to decide what to run and to list rules. What is heavy
 * (a parser, a wasm module) is imported inside `open`, which runs in a child process that can be killed, has no
 * network and may write nothing.
 */
import type { Observation, RuleRecord } from '../domain/finding/observation.ts'
import type { Language } from '../domain/language.ts'

/** What can be known of a file without reading it. */
export interface FileFacts {
  /** As printed in reports, `/` between its parts. */
  readonly path: string
  readonly language: Language | null
  /**
   * `code`: read by every analyser. `lock`: a lock file, read by those made for lock files only.
   * An analyser says in `reads` which it wants; the usual answer to a lock file is no.
   */
  readonly role: 'code' | 'lock'
}

/** One changed file as an analyser sees it. Decoded text; lines end at LF (a lone CR was made one, see `line-ends.ts`). */
export interface AnalysedText extends FileFacts {
  /** The text at the head; null when the change deletes the file. */
  readonly head: string | null
  /** The text at the base; null when the change adds the file. */
  readonly base: string | null
  /** Lines of `head` that the change added or touched, ascending, from 1. */
  readonly addedLines: readonly number[]
  /** Lines of `base` that the change removed, ascending, from 1. */
  readonly removedLines: readonly number[]
}

interface AnalyserFacts {
  /** Folder name, name of its page in `docs/analysers`, and the first half of `analyser/rule-id`. */
  readonly id: string
  readonly title: string
  /** What it reads, as words for the documentation. */
  readonly describes: string
  rules(): Promise<readonly RuleRecord[]>
  /** Where a rule's own page lies; without it, the analyser's `page.md` speaks for all its rules. */
  page?(rule: string): URL | null
  /** Whether this analyser has anything to say about such a file. */
  reads(file: FileFacts): boolean
}

/** Runs inside our own child process, file after file. */
export interface TextAnalyser extends AnalyserFacts {
  readonly kind: 'text'
  /**
   * False when the analyser must see the text as it stands, comments that switch tools off included.
   * Otherwise such comments are blunted first, so that no change silences a tool on its own behalf.
   */
  readonly seesSuppressions?: boolean
  /** True when `open` takes so long that it is better done beside other work, in a child of its own. */
  readonly opensSlowly?: boolean
  /** Loads what is heavy, once a process; the function returned is called once a file. It may throw: a bad file is one line in coverage. */
  open(): Promise<(text: AnalysedText) => readonly Observation[] | Promise<readonly Observation[]>>
}

/** A native program run over neutral copies: numbered files in an empty private folder, with our configuration beside them. */
export interface CommandAnalyser extends AnalyserFacts {
  readonly kind: 'command'
  /** Null when the program is not installed; then coverage says so. */
  locate(): Promise<string | null>
  /** How the copies' names end, e.g. `tsx` for `17.tsx`; the tool tells languages by it. */
  extension(file: FileFacts): string
  /** Configuration written into the private folder, by file name. */
  readonly configuration: Readonly<Record<string, string>>
  /** Arguments; the program is started inside the private folder, `names` are its copies. */
  args(names: readonly string[]): readonly string[]
  /** Exit codes that mean "ran to its end". */
  readonly exitCodes: readonly number[]
  /** What the program printed, as observations by copy name. Throws when the output is not what the program's documentation says. */
  parse(stdout: string, textOf: (name: string) => string): ReadonlyMap<string, readonly Observation[]>
}

export type Analyser = TextAnalyser | CommandAnalyser
