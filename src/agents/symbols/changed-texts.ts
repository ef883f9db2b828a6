/** Both sides of the changed files, as far as there are parsers for them; decoded by the review, so not read again. */
import type { FileToDiscuss } from '../../ports/agents/agents.ts'
import { outlinedLanguages } from '../../ports/syntax/syntax.ts'
import type { IndexedFile } from './choose-files.ts'

/** `path` is that at the head, on both sides. */
export interface ChangedText extends IndexedFile {
  readonly text: string
}

export function headTexts(changed: readonly FileToDiscuss[]): readonly ChangedText[] {
  return changed.flatMap((file) => textsOf(file, 'head'))
}

/** Of files that lost lines: what stood around those tells what they were of. */
export function baseTexts(changed: readonly FileToDiscuss[]): readonly ChangedText[] {
  return changed.filter(({ removedLines }) => removedLines.size > 0).flatMap((file) => textsOf(file, 'base'))
}

function textsOf(file: FileToDiscuss, side: 'head' | 'base'): readonly ChangedText[] {
  const { path, language, role } = file
  const [text, object] = [file[side], file.entry[side]?.object]
  if (language === null || role === 'lock' || !outlinedLanguages.has(language)) return []
  return text === null || object === undefined ? [] : [{ path, object, language, text }]
}
