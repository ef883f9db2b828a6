/** Which files of the tree are read for the index: code that people wrote, nearest to the change first. */
import type { ObjectName } from '../../domain/change/changed-entry.ts'
import { type Language, languageOf } from '../../domain/language.ts'
import { printPath } from '../../domain/path/path-bytes.ts'
import { isLockFile } from '../../domain/selection/lock-files.ts'
import { pathKind } from '../../domain/selection/path-kinds.ts'
import { compareText } from '../../domain/text/compare-text.ts'
import type { TreeFile } from '../../ports/source/source.ts'
import { outlinedLanguages } from '../../ports/syntax/syntax.ts'
import { familyOfLanguage } from './language-family.ts'

export interface IndexedFile {
  readonly path: string
  readonly object: ObjectName
  readonly language: Language
}

/** @param changed paths of the change, with their languages */
export function chooseFiles(
  tree: readonly TreeFile[],
  changed: readonly { readonly path: string; readonly language: Language | null }[],
): readonly IndexedFile[] {
  const families = new Set(
    changed.flatMap(({ language }) => (language === null ? [] : [familyOfLanguage(language)])),
  )
  const stepsTo = stepsFrom(changed.map(({ path }) => path))
  return tree
    .flatMap((file) => {
      // Endings are ASCII, so the bytes tell the language too; most of a large tree is left here.
      const language = languageOf(file.path)
      if (language === null || !outlinedLanguages.has(language)) return []
      const path = printPath(file.path).text
      if (pathKind(path) !== null || isLockFile(path)) return []
      const isRelated = families.has(familyOfLanguage(language))
      return [{ path, object: file.object, language, isRelated, steps: stepsTo(path) }]
    })
    .sort(
      (a, b) => Number(b.isRelated) - Number(a.isRelated) || a.steps - b.steps || compareText(a.path, b.path),
    )
    .map(({ path, object, language }) => ({ path, object, language }))
}

/** How many folders up from a file stands the first one that holds something of the change; 0 for its own. */
function stepsFrom(changed: readonly string[]): (path: string) => number {
  const touched = new Set<string>()
  for (const path of changed) {
    for (const folder of foldersOf(path)) touched.add(folder)
  }
  return (path) => {
    const folders = foldersOf(path)
    const step = folders.findIndex((folder) => touched.has(folder))
    return step === -1 ? folders.length : step
  }
}

/** The innermost first, the root last. */
function foldersOf(path: string): readonly string[] {
  const folders: string[] = []
  for (let cut = path.lastIndexOf('/'); cut !== -1; cut = path.lastIndexOf('/', cut - 1)) {
    folders.push(path.slice(0, cut))
    if (cut === 0) break
  }
  return [...folders, '']
}
