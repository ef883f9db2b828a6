/**
 * What the repository tells those who write code in it. Read from the base commit, so that a change cannot guide its
 * own review; to the models it is data about the project, never a command.
 */
import type { ObjectName } from '../../domain/change/changed-entry.ts'
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
  const listed = tree.ok ? tree.value : null
  const objects = new Map((listed ?? []).map(({ path, object }) => [printPath(path).text, object]))
  const styles = [...objects.keys()].filter((path) => styleName.test(path)).slice(0, styleFilesMax)
  const wanted = [...new Set([...names.filter((name) => listed === null || objects.has(name)), ...styles])]
  const contents =
    listed !== null && snapshot.base === snapshot.mergeBase
      ? await readListed(snapshot, wanted, objects)
      : await readByPath(snapshot, wanted)
  return wanted.flatMap((path, at) => {
    const content = contents[at] ?? null
    const decoded = content === null ? null : decodeText(content)
    const text = decoded?.kind === 'text' ? decoded.text : ''
    return text.trim() === '' ? [] : [{ path, text }]
  })
}

/** All of them at once: one by one, each would take three processes, or a fetch. */
async function readListed(
  snapshot: Snapshot,
  paths: readonly string[],
  objects: ReadonlyMap<string, ObjectName>,
): Promise<readonly (Buffer | null)[]> {
  const named = [...new Set(paths.flatMap((path) => objects.get(path) ?? []))]
  const sizes = await snapshot.sizes(named)
  if (!sizes.ok) return []
  const small = named.filter((object) => (sizes.value.get(object) ?? 0) <= bytesMax)
  const contents = await snapshot.read(small)
  if (!contents.ok) return []
  return paths.map((path) => {
    const object = objects.get(path)
    const content = object === undefined ? undefined : contents.value.get(object)
    return content === undefined || content.length > bytesMax ? null : content
  })
}

/** The listing is of the merge base: what came to the base since then is not looked for, but is read as it is there now. */
async function readByPath(snapshot: Snapshot, paths: readonly string[]): Promise<readonly (Buffer | null)[]> {
  const files = await Promise.all(paths.map((path) => snapshot.readBaseFile(pathOfText(path), bytesMax)))
  return files.map((file) => (file.ok ? file.value : null))
}
