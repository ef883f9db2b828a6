/** The code of a whole tree, read from git objects: what a review would read if every line of it were new. */
import { git } from '../../src/adapters/git/git-command.ts'
import { readObjects } from '../../src/adapters/git/read-objects.ts'
import { folderOf } from '../../src/analysers/ast-grep/rule-folders.ts'
import type { ObjectName } from '../../src/domain/change/changed-entry.ts'
import type { Language } from '../../src/domain/language.ts'
import { languageOf } from '../../src/domain/language.ts'
import type { Outcome } from '../../src/domain/outcome.ts'
import { isMarkedGenerated, isMinified } from '../../src/domain/selection/content-kinds.ts'
import { pathKind } from '../../src/domain/selection/path-kinds.ts'
import { decodeText } from '../../src/domain/text/decode-text.ts'
import { evenLineEnds } from '../../src/domain/text/line-ends.ts'
import type { SourceFailure } from '../../src/ports/source/source.ts'

export interface CodeFile {
  readonly path: string
  readonly object: ObjectName
  readonly language: Language
  /** The folder of rules that speaks about it. */
  readonly ruleFolder: string
  readonly text: string
}

interface Entry {
  readonly path: string
  readonly object: ObjectName
  readonly bytes: number
}

const fileBytesMax = 1_048_576
const mayBeScript = /^[^.]+$/

export async function readTree(repository: string, ref: string): Promise<readonly CodeFile[]> {
  const place = { cwd: repository, env: {} }
  const signal = AbortSignal.timeout(120_000)
  const args = ['ls-tree', '-r', '-z', '--long', '--end-of-options', ref]
  const listed = orThrow(await git({ args, ...place, signal }))
  const wanted = parseTree(listed.stdout.toString('utf8')).filter(isWanted)
  const contents = orThrow(
    await readObjects(place, [...new Set(wanted.map((entry) => entry.object))], signal),
  )
  return wanted.flatMap((entry) => codeFile(entry, contents.get(entry.object)))
}

/** `mode type object size TAB path NUL`; plain files only, no links and no submodules. */
export function parseTree(listing: string): readonly Entry[] {
  return listing.split('\0').flatMap((record) => {
    const found = /^100\d{3} blob ([0-9a-f]+) +(\d+)\t([\s\S]+)$/.exec(record)
    if (found === null) return []
    return [{ object: found[1] as ObjectName, bytes: Number(found[2]), path: found[3] as string }]
  })
}

function isWanted({ path, bytes }: Entry): boolean {
  if (bytes > fileBytesMax || pathKind(path) !== null) return false
  const language = languageOf(path)
  if (language !== null) return folderOf(language) !== null
  return mayBeScript.test(path.slice(path.lastIndexOf('/') + 1))
}

function codeFile({ path, object }: Entry, bytes: Buffer | undefined): readonly CodeFile[] {
  if (bytes === undefined) return []
  const decoded = decodeText(bytes)
  if (decoded.kind === 'binary' || isMarkedGenerated(decoded.text) || isMinified(decoded.text)) return []
  const text = evenLineEnds(decoded.text).text
  const language = languageOf(path, text.split('\n', 1)[0])
  const ruleFolder = language === null ? null : folderOf(language)
  if (language === null || ruleFolder === null) return []
  return [{ path, object, language, ruleFolder: ruleFolder.name, text }]
}

function orThrow<Value>(outcome: Outcome<Value, SourceFailure>): Value {
  if (outcome.ok) return outcome.value
  throw new Error(`${outcome.failure.message} ${outcome.failure.remedy}`)
}
