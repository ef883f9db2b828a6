/** One changed file in a list of them: its name, what became of it, how many lines. */
import type { FileToDiscuss } from '../../ports/agents/agents.ts'
import { shownPath } from './shown-path.ts'

export function fileLine({ path, entry, addedLines, removedLines }: FileToDiscuss): string {
  return `${shownPath(path)} (${entry.status}, +${addedLines.size} -${removedLines.size})`
}
