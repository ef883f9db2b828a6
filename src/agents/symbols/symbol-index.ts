/** Who defines and who uses a name, in the head's tree; and what changed files defined in the base. */
import type { Definition, Outline } from '../../ports/syntax/syntax.ts'

export interface DefinitionPlace {
  readonly path: string
  readonly definition: Definition
  /** Names of the definitions around it, the outermost first. */
  readonly within: readonly string[]
}

export interface UsePlace {
  readonly path: string
  readonly line: number
  /** The innermost definition around the use; null at the top of the file. */
  readonly within: Definition | null
}

export interface SymbolIndex {
  outlineOf(path: string): Outline | null
  /** Of a changed file that lost lines, by its path at the head. */
  baseOutlineOf(path: string): Outline | null
  /** Nearest first: same file, same folder, then by path. Bounded to 50. */
  definitions(name: string, near: string): readonly DefinitionPlace[]
  /** Calls and uses of a name, nearest first; bounded to 100. */
  uses(name: string, near: string): readonly UsePlace[]
  /** Paths of the tree that were read. */
  readonly paths: readonly string[]
  /** Sentences about what was not read, e.g. that the tree is too large. */
  readonly notes: readonly string[]
}
