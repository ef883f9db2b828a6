/** The texts that claims and citations of one change are held to: its files, and through the snapshot any other file. */
import type { Language } from '../../domain/language.ts'
import { languageOf } from '../../domain/language.ts'
import { pathOfText } from '../../domain/path/path-bytes.ts'
import { decodeText } from '../../domain/text/decode-text.ts'
import type { ChangeToDiscuss, FileToDiscuss } from '../../ports/agents/agents.ts'
import { type CodeLines, codeLinesOf } from './code-lines.ts'
import { evenPath, isRepositoryPath, matchPath } from './match-path.ts'

export type Side = 'RIGHT' | 'LEFT'

export interface CodeText {
  readonly path: string
  readonly side: Side
  readonly code: CodeLines
  readonly language: Language | null
  /** Null for a file that the change does not touch. */
  readonly file: FileToDiscuss | null
}

export interface CodeOfChange {
  /** Of the files of the change; null when there is no such file, or no text on that side. */
  changed(path: string, side: Side): CodeText | null
  /** The same, and any other file of the repository. */
  any(path: string, side: Side): Promise<CodeText | null>
}

const fileBytesMax = 1_048_576
/** Files outside of the change that one review looks up for citations. */
const filesMax = 200

export function codeOfChange(change: ChangeToDiscuss): CodeOfChange {
  const texts = new Map<string, CodeText | null>()
  const others = new Map<string, Promise<CodeText | null>>()

  function changed(path: string, side: Side): CodeText | null {
    const file = matchPath(change.files, path)
    if (file === null) return null
    const key = `${side} ${file.path}`
    const known = texts.get(key)
    if (known !== undefined) return known
    const text = side === 'RIGHT' ? file.head : file.base
    const made =
      text === null
        ? null
        : { path: file.path, side, code: codeLinesOf(text, change.mask), language: file.language, file }
    texts.set(key, made)
    return made
  }

  async function read(path: string, side: Side): Promise<CodeText | null> {
    const name = pathOfText(path)
    const { snapshot } = change
    const bytes =
      side === 'RIGHT'
        ? await snapshot.readHeadFile(name, fileBytesMax)
        : await snapshot.readBaseFile(name, fileBytesMax)
    if (!bytes.ok || bytes.value === null) return null
    const decoded = decodeText(bytes.value)
    if (decoded.kind === 'binary') return null
    const language = languageOf(path, decoded.text.slice(0, 200))
    return { path, side, code: codeLinesOf(decoded.text, change.mask), language, file: null }
  }

  return {
    changed,
    async any(claimed, side) {
      const here = changed(claimed, side)
      if (here !== null || matchPath(change.files, claimed) !== null) return here
      const path = evenPath(claimed)
      if (!isRepositoryPath(path)) return null
      const key = `${side} ${path}`
      const known = others.get(key)
      if (known !== undefined) return known
      if (others.size >= filesMax) return null
      const reading = read(path, side)
      others.set(key, reading)
      return reading
    },
  }
}
