/** A path as a model writes it, looked up in a listing; and what it may have meant when it is not there. */
import { z } from 'zod'
import { failed } from './failed.ts'
import type { ToolAnswer } from './tool.ts'
import type { FileText, TreeReader, TreeSide } from './tree-reader.ts'

export const askedPath = z.string().min(1).max(1_000).describe('Path from the root of the repository')

/** `./src/a.ts` is how people write `src/a.ts`; nothing else is made of a path. */
export function plainPath(path: string): string {
  return path.replace(/^(?:\.?\/)+/, '')
}

export type AskedFile =
  | { readonly kind: 'found'; readonly path: string; readonly text: string }
  | { readonly kind: 'missing'; readonly answer: ToolAnswer }

export async function readAsked(tree: TreeReader, side: TreeSide, asked: string): Promise<AskedFile> {
  const path = plainPath(asked)
  const file = (await tree.read(side, [path])).get(path)
  if (file?.kind === 'text') return { kind: 'found', path, text: file.text }
  return { kind: 'missing', answer: failed(await whyMissing(tree, side, path, file)) }
}

async function whyMissing(
  tree: TreeReader,
  side: TreeSide,
  path: string,
  file: Exclude<FileText, { kind: 'text' }> | undefined,
): Promise<string> {
  if (file?.kind === 'binary') return `${JSON.stringify(path)} is binary: there are no lines to read.`
  if (file?.kind === 'too-large') return `${JSON.stringify(path)} has ${file.bytes} bytes: too large to read.`
  const paths = await tree.paths(side)
  if (paths === null)
    return `Only files of this change can be read here; ${JSON.stringify(path)} is none at ${side}.`
  const near = nearestPaths(paths, path)
  const hint = near.length === 0 ? '' : ` Nearest: ${near.map((one) => JSON.stringify(one)).join(', ')}.`
  return `There is no file ${JSON.stringify(path)} at ${side} (links and submodules are not read).${hint}`
}

const nearestMax = 5

/** Of the same name first, then of the same name but for its ending, then of a name that holds it. */
export function nearestPaths(paths: readonly string[], asked: string): readonly string[] {
  const name = nameOf(asked).toLowerCase()
  const stem = stemOf(name)
  const ranked: string[][] = [[], [], [], []]
  for (const path of paths) {
    const other = nameOf(path).toLowerCase()
    const rank = rankOf(path, other)
    if (rank !== null) ranked[rank]?.push(path)
  }
  return ranked.flat().slice(0, nearestMax)

  function rankOf(path: string, other: string): number | null {
    if (path.toLowerCase() === asked.toLowerCase()) return 0
    if (other === name) return 1
    if (stemOf(other) === stem) return 2
    return stem.length > 3 && other.includes(stem) ? 3 : null
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function stemOf(name: string): string {
  const dot = name.indexOf('.', 1)
  return dot === -1 ? name : name.slice(0, dot)
}
