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
  // The listing is of the merge base: what came to the base since then is not looked for, but is read as it is there now.
  const wanted = [...names.filter((name) => there === null || there.has(name)), ...styles]
  const files = await Promise.all(
    [...new Set(wanted)].map(async (path) => {
      const file = await snapshot.readBaseFile(pathOfText(path), bytesMax)
      const decoded = file.ok && file.value !== null ? decodeText(file.value) : null
      return { path, text: decoded?.kind === 'text' ? decoded.text : '' }
    }),
  )
  return files.filter(({ text }) => text.trim() !== '')
}
