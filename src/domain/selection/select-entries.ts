/**
 * Decides, before anything is read, which changed entries a review reads. What is left out keeps its reason, as a
 * sentence for the author of the change.
 */
import type { ChangedEntry, EntryKind, EntrySide, ObjectName } from '../change/changed-entry.ts'
import { type Language, languageOf } from '../language.ts'
import { printPath } from '../path/path-bytes.ts'
import { isLockFile } from './lock-files.ts'
import { pathKind } from './path-kinds.ts'

export interface SelectionRules {
  /** Why the configuration (its `paths`) leaves the path out, in words; null when it does not. */
  readonly refusesPath: (path: string) => string | null
  /** Whether the configuration wants the language (its `languages`). */
  readonly wantsLanguage: (language: Language | null) => boolean
  readonly fileBytesMax: number
  readonly filesMax: number
  readonly totalBytesMax: number
}

export interface Selected {
  readonly entry: ChangedEntry
  readonly path: string
  readonly language: Language | null
  readonly role: 'code' | 'lock'
}

export interface LeftOut {
  readonly entry: ChangedEntry
  readonly path: string
  readonly reason: string
}

export interface Selection {
  /** In the order of `entries`. */
  readonly selected: readonly Selected[]
  readonly leftOut: readonly LeftOut[]
}

/** Lock files are long by nature; the analyser made for them reads them in linear time. */
export const lockFileBytesMax = 5 * 1_048_576

export function selectEntries(
  entries: readonly ChangedEntry[],
  sizes: ReadonlyMap<ObjectName, number>,
  rules: SelectionRules,
): Selection {
  const selected: Selected[] = []
  const leftOut: LeftOut[] = []
  let bytesSoFar = 0
  for (const entry of entries) {
    const path = printPath(entry.path).text
    const language = languageOf(path)
    const role = isLockFile(path) ? 'lock' : 'code'
    const bytes = bytesToRead(entry, sizes)
    const reason =
      reasonOfKind(entry) ??
      reasonOfRules(path, language, rules) ??
      reasonOfPath(path, role) ??
      reasonOfSize(
        bytes,
        role === 'lock' ? Math.max(lockFileBytesMax, rules.fileBytesMax) : rules.fileBytesMax,
      ) ??
      reasonOfBudget(selected.length, bytesSoFar + bytes.head, rules)
    if (reason === null) {
      selected.push({ entry, path, language, role })
      bytesSoFar += bytes.head
    } else {
      leftOut.push({ entry, path, reason })
    }
  }
  return { selected, leftOut }
}

interface Bytes {
  readonly head: number
  readonly base: number
  readonly isMissing: boolean
}

function bytesToRead(entry: ChangedEntry, sizes: ReadonlyMap<ObjectName, number>): Bytes {
  const head = entry.head === null ? 0 : sizes.get(entry.head.object)
  const base = isFile(entry.base) ? sizes.get(entry.base.object) : 0
  return { head: head ?? 0, base: base ?? 0, isMissing: head === undefined || base === undefined }
}

const kindWords: Readonly<Record<EntryKind, string | null>> = {
  file: null,
  executable: null,
  symlink: 'A symbolic link: it is not followed.',
  submodule: 'A submodule: it is not entered.',
}

function reasonOfKind(entry: ChangedEntry): string | null {
  // A file in the place of a link or a submodule is code that nobody has read yet.
  if (entry.status === 'type-changed' && isFile(entry.head)) return null
  if (entry.status === 'type-changed')
    return `It was ${kindName(entry.base?.kind)} and is ${kindName(entry.head?.kind)} now.`
  const now = entry.head ?? entry.base
  return now === null ? null : kindWords[now.kind]
}

/** Whether the side is there and has lines of its own. */
export function isFile(side: EntrySide | null): side is EntrySide {
  return side !== null && (side.kind === 'file' || side.kind === 'executable')
}

function kindName(kind: EntryKind | undefined): string {
  if (kind === 'symlink') return 'a symbolic link'
  return kind === 'submodule' ? 'a submodule' : 'a file'
}

function reasonOfRules(path: string, language: Language | null, rules: SelectionRules): string | null {
  const refusal = rules.refusesPath(path)
  if (refusal !== null) return refusal
  // A script without an extension shows its language only when it is read.
  return language === null || rules.wantsLanguage(language) ? null : languageRefusal(language)
}

export function languageRefusal(language: Language | null): string {
  return `The configuration (\`languages\`) leaves out ${language ?? 'files of no known language'}.`
}

function reasonOfPath(path: string, role: 'code' | 'lock'): string | null {
  switch (pathKind(path)) {
    case 'vendored':
      return 'Vendored: its folder holds code of others.'
    case 'generated':
      return role === 'lock' ? null : 'Generated: its name says that a program writes it.'
    case 'minified':
      return 'Minified: made by a program from sources elsewhere.'
    case 'binary':
      return 'Binary: there are no lines to read.'
    case null:
      return null
  }
}

function reasonOfSize(bytes: Bytes, bytesMax: number): string | null {
  if (bytes.isMissing) return 'Its content is not in this repository (a partial clone).'
  const largest = Math.max(bytes.head, bytes.base)
  return largest > bytesMax
    ? `Too large: ${largest} bytes, the limit is ${bytesMax} (limits.fileBytesMax).`
    : null
}

function reasonOfBudget(filesSoFar: number, bytesWithThis: number, rules: SelectionRules): string | null {
  if (filesSoFar >= rules.filesMax)
    return `The change has more than ${rules.filesMax} files to read (limits.filesMax).`
  if (bytesWithThis > rules.totalBytesMax) {
    return `The files before it already fill the ${rules.totalBytesMax} bytes of one review (limits.totalBytesMax).`
  }
  return null
}
