/**
 * What the repository tells those who write code in it. Read from the base commit, so that a change cannot guide its
 * own review; to the models it is data about the project, never a command.
 */
import { pathOfText, printPath } from '../../domain/path/path-bytes.ts'
import { decodeText } from '../../domain/text/decode-text.ts'
import type { Snapshot } from '../../ports/source/source.ts'

export interface GuidanceText {
  readonly path: string
  readonly text: string
}

const names = [
  'AGENTS.md',
  'CLAUDE.md',
  'CONTRIBUTING.md',
  '.github/CONTRIBUTING.md',
  '.github/copilot-instructions.md',
]
const styleName = /^(?:docs\/)?(?:code[-_]?)?style[^/]{0,40}\.(?:md|markdown|txt|rst|adoc)$/i
const styleFilesMax = 3
const bytesMax = 65_536

export async function readGuidance(snapshot: Snapshot): Promise<readonly GuidanceText[]> {
  const tree = await snapshot.baseTree()
  const listed = tree.ok ? (tree.value?.map(({ path }) => printPath(path).text) ?? null) : null
  const there = listed === null ? null : new Set(listed)
  const styles = (listed ?? []).filter((path) => styleName.test(path)).slice(0, styleFilesMax)
  // The listing is of the merge base and the files are of the base: a name that only the base has is tried all the same.
  const wanted = [
    ...names.filter((name) => there === null || there.has(name) || !name.includes('/')),
    ...styles,
  ]
  const found: GuidanceText[] = []
  for (const path of new Set(wanted)) {
    const file = await snapshot.readBaseFile(pathOfText(path), bytesMax)
    const decoded = file.ok && file.value !== null ? decodeText(file.value) : null
    if (decoded?.kind === 'text' && decoded.text.trim() !== '') found.push({ path, text: decoded.text })
  }
  return found
}
