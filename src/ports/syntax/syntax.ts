/**
 * The structure of a text in some language. Promise: hostile texts are read in a child that can be killed, within time
 * and memory; what cannot be read is told as `null`, never guessed.
 */
import type { Language } from '../../domain/language.ts'

/** Those that there are parsers for; others need not be asked about. */
export const outlinedLanguages: ReadonlySet<Language> = new Set<Language>([
  'javascript',
  'typescript',
  'tsx',
  'python',
  'go',
  'java',
  'ruby',
  'rust',
  'php',
  'csharp',
  'c',
  'cpp',
  'kotlin',
  'swift',
  'scala',
  'shell',
])

export interface SyntaxText {
  readonly language: Language
  readonly text: string
}

export interface Outline {
  /** In the order of their first lines; a definition comes before those inside of it. */
  readonly definitions: readonly Definition[]
  /** Names that are called or used as a type, in order; at most 5,000. */
  readonly references: readonly Reference[]
  /** How many places the parser could not make sense of. */
  readonly errors: number
}

export const definitionKinds = [
  'function',
  'method',
  'class',
  'interface',
  'type',
  'module',
  'variable',
] as const
export type DefinitionKind = (typeof definitionKinds)[number]

export interface Definition {
  readonly name: string
  readonly kind: DefinitionKind
  /** From 1, decorators and attributes included. */
  readonly line: number
  readonly endLine: number
  /** Last line of what stands before the body: with `line` the signature. */
  readonly signatureEndLine: number
  /** Place of the enclosing definition in `definitions`; null at the top. */
  readonly parent: number | null
}

export interface Reference {
  readonly name: string
  readonly line: number
  readonly kind: 'call' | 'type' | 'import'
}

export interface Syntax {
  /** Starts the child ahead of time. */
  prepare(signal: AbortSignal): void
  /** One for each text, in the same order; null where no parser is installed or the text could not be read. */
  outline(texts: readonly SyntaxText[], signal: AbortSignal): Promise<readonly (Outline | null)[]>
  close(): Promise<void>
}
