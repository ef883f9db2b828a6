/** What one tool is made of. */
import type { ZodType } from 'zod'
import type { SymbolIndex } from '../symbols/symbol-index.ts'
import type { TreeReader } from './tree-reader.ts'

export interface ToolSources {
  readonly tree: TreeReader
  readonly index: SymbolIndex
  readonly mask: (text: string) => string
  readonly limits: ToolLimits
}

export interface ToolLimits {
  /** Different calls of one dialogue; the same call again is answered as before and not counted. */
  readonly callsMax: number
  /** Of one answer. */
  readonly linesMax: number
  readonly charactersMax: number
  /** That one search looks through. */
  readonly searchFilesMax: number
  readonly searchCharactersMax: number
}

export const defaultToolLimits: ToolLimits = {
  callsMax: 30,
  linesMax: 250,
  charactersMax: 16_000,
  searchFilesMax: 5_000,
  searchCharactersMax: 32 * 1_048_576,
}

/** What a call came to; `about` names it in the block's first line. */
export interface ToolAnswer {
  readonly about: Readonly<Record<string, string | number | null>>
  /** Masked already; sanitised by the block. */
  readonly text: string
}

export interface Tool {
  readonly name: string
  readonly about: string
  readonly parameters: ZodType
  /** @param parameters those that `parameters` lets through; anything else is a bug */
  run(parameters: unknown, signal: AbortSignal): Promise<ToolAnswer>
}

/** Keeps the types of a tool's parameters between its schema and its code. */
export function defineTool<Parameters>(tool: {
  readonly name: string
  readonly about: string
  readonly parameters: ZodType<Parameters>
  run(parameters: Parameters, signal: AbortSignal): Promise<ToolAnswer>
}): Tool {
  return { ...tool, run: (parameters, signal) => tool.run(tool.parameters.parse(parameters), signal) }
}
