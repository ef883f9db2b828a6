/** From a snapshot to files that analysers can read, and a coverage line for each one that they cannot. */
import type { ChangedEntry, ObjectName } from '../domain/change/changed-entry.ts'
import { changedLines } from '../domain/diff/changed-lines.ts'
import type { Hunk } from '../domain/diff/hunk.ts'
import { languageOf } from '../domain/language.ts'
import { type Outcome, succeed } from '../domain/outcome.ts'
import { isMarkedGenerated, isMinified } from '../domain/selection/content-kinds.ts'
import {
  isFile,
  type LeftOut,
  languageRefusal,
  lockFileBytesMax,
  type Selected,
  type SelectionRules,
  selectEntries,
} from '../domain/selection/select-entries.ts'
import { type DecodedText, decodeText } from '../domain/text/decode-text.ts'
import { indexLines, type LineIndex } from '../domain/text/line-index.ts'
import type { FileToDiscuss } from '../ports/agents/agents.ts'
import type { Snapshot, SourceFailure } from '../ports/source/source.ts'
import { linesByContent } from './lines-by-content.ts'

export interface ReadFile extends FileToDiscuss {
  readonly headLines: LineIndex
  readonly baseLines: LineIndex
  /** Why the file counts as partly reviewed even when every analyser finishes; null when it does not. */
  readonly partly: string | null
}

export interface ReadChange {
  readonly files: readonly ReadFile[]
  readonly leftOut: readonly LeftOut[]
  /** Lines of all files that were read. */
  readonly added: number
  readonly removed: number
}

export async function readChange(
  snapshot: Snapshot,
  rules: SelectionRules,
): Promise<Outcome<ReadChange, SourceFailure>> {
  const sizes = await snapshot.sizes(objectsOf(snapshot.entries))
  if (!sizes.ok) return sizes
  const selection = selectEntries(snapshot.entries, sizes.value, rules)
  const wanted = new Set(selection.selected.map(({ entry }) => entry))
  const fileBytesMax = Math.max(rules.fileBytesMax, lockFileBytesMax)
  const [contents, patches] = await Promise.all([
    snapshot.read(objectsOf([...wanted])),
    wanted.size === 0
      ? succeed(new Map<ChangedEntry, { hunks: readonly Hunk[] }>())
      : snapshot.patches({ wants: (entry) => wanted.has(entry), fileBytesMax }),
  ])
  if (!contents.ok) return contents
  // Without some object git compares nothing at all; what is there is then compared by its lines.
  if (!patches.ok && patches.failure.kind !== 'objects-missing') return patches
  const files: ReadFile[] = []
  const leftOut: LeftOut[] = [...selection.leftOut]
  for (const selected of selection.selected) {
    const hunks = patches.ok ? (patches.value.get(selected.entry)?.hunks ?? []) : null
    const read = readSelected(selected, contents.value, hunks, rules)
    if ('reason' in read) leftOut.push(read)
    else files.push(read)
  }
  return succeed({
    files,
    leftOut,
    added: files.reduce((sum, file) => sum + file.addedLines.size, 0),
    removed: files.reduce((sum, file) => sum + file.removedLines.size, 0),
  })
}

function objectsOf(entries: readonly ChangedEntry[]): readonly ObjectName[] {
  const sides = entries.flatMap((entry) => [entry.base, entry.head])
  return [
    ...new Set(sides.flatMap((side) => (side === null || side.kind === 'submodule' ? [] : [side.object]))),
  ]
}

function readSelected(
  selected: Selected,
  contents: ReadonlyMap<ObjectName, Buffer>,
  /** Null when git could not compare. */
  hunks: readonly Hunk[] | null,
  rules: SelectionRules,
): ReadFile | LeftOut {
  const { entry, path, role } = selected
  const head = decodeSide(entry.head?.object, contents)
  const base = isFile(entry.base) ? decodeSide(entry.base.object, contents) : null
  const now = head ?? base
  if (now === null || now.kind === 'binary') {
    const isNamedAsText = selected.language !== null
    return { entry, path, reason: isNamedAsText ? notText : 'Binary: there are no lines to read.' }
  }
  const before = base?.kind === 'text' ? base.text : null
  const reason = role === 'code' ? reasonOfContent(now.text, before) : null
  if (reason !== null) return { entry, path, reason }
  const language = selected.language ?? languageOf(path, now.text.slice(0, now.text.indexOf('\n') + 1 || 200))
  if (!rules.wantsLanguage(language)) return { entry, path, reason: languageRefusal(language) }
  const headText = head?.kind === 'text' ? head.text : null
  const isUtf16 = now.encoding !== 'utf-8' || (base?.kind === 'text' && base.encoding !== 'utf-8')
  const isByContent =
    hunks === null ||
    isUtf16 ||
    (hunks.length === 0 && head !== null && entry.head?.object !== entry.base?.object)
  const lines = isByContent
    ? linesByContent(before, headText)
    : { added: changedLines(hunks, 'RIGHT'), removed: changedLines(hunks, 'LEFT') }
  return {
    entry,
    path,
    language,
    role,
    head: headText,
    base: before,
    headLines: indexLines(headText ?? ''),
    baseLines: indexLines(before ?? ''),
    addedLines: new Set(lines.added),
    removedLines: new Set(lines.removed),
    hunks: hunks ?? [],
    partly: partlyReason(role, { isUtf16, wasBinary: base?.kind === 'binary', lacksObjects: hunks === null }),
  }
}

/** Some languages take a NUL byte in a comment: what looks binary here may well run. */
const notText = 'Not text: it holds NUL bytes, though its name is that of a text.'

function decodeSide(
  object: ObjectName | undefined,
  contents: ReadonlyMap<ObjectName, Buffer>,
): DecodedText | null {
  const bytes = object === undefined ? undefined : contents.get(object)
  return bytes === undefined ? null : decodeText(bytes)
}

/** What this very change puts into a file that stood before is not believed: a mark or one long line would hide the rest. */
function reasonOfContent(text: string, before: string | null): string | null {
  if (isMinified(text) && (before === null || isMinified(before))) {
    return 'Minified: its lines are too long to have been written by a person.'
  }
  if (isMarkedGenerated(text) && (before === null || isMarkedGenerated(before))) {
    return 'Generated: its first lines say that a program writes it.'
  }
  return null
}

interface Oddities {
  readonly isUtf16: boolean
  readonly wasBinary: boolean
  readonly lacksObjects: boolean
}

function partlyReason(role: 'code' | 'lock', { isUtf16, wasBinary, lacksObjects }: Oddities): string | null {
  if (role === 'lock') return 'A lock file: what it installs was compared, its lines were not read as code.'
  if (isUtf16) return 'UTF-16: git shows no lines of it, so lines were compared by their content.'
  if (lacksObjects) return 'Objects of this change are missing here, so lines were compared by their content.'
  return wasBinary ? 'It was binary before: every line counts as added.' : null
}
