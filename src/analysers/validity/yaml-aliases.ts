/** What a document's aliases stand for: nothing at all, or far more than the text that was sent. */
import { type Document, isAlias, isCollection, isPair, type Node } from 'yaml'
import { type Problem, quoted } from './problem.ts'

/** Nodes of the unfolded document; a real one with many anchors stays below a hundred thousand. */
const unfoldedNodesMax = 1_000_000

export function aliasProblems(document: Document.Parsed): readonly Problem[] {
  const anchored = new Map<string, number>()
  let bomb: Problem | null = null
  const unknown: Problem[] = []

  // Sizes are summed from the leaves up; what an anchor names is complete before an alias to it is met.
  const path: { readonly anchor: string | undefined; size: number; readonly rest: unknown[] }[] = []
  function enter(node: unknown): number {
    if (isAlias(node)) {
      const [start, end] = rangeOf(node)
      const size = anchored.get(node.source)
      if (size === undefined && !path.some((open) => open.anchor === node.source))
        unknown.push(unknownAlias(node.source, start, end))
      if (bomb === null && (size ?? 1) > unfoldedNodesMax) bomb = tooLarge(start, end)
      return size ?? 1
    }
    if (isPair(node)) {
      path.push({ anchor: undefined, size: 1, rest: [node.value, node.key] })
      return 0
    }
    if (isCollection(node)) {
      path.push({ anchor: node.anchor, size: 1, rest: [...node.items].reverse() })
      return 0
    }
    const anchor = (node as { anchor?: string } | null)?.anchor
    if (anchor !== undefined) anchored.set(anchor, 1)
    return 1
  }

  let total = enter(document.contents)
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    if (top.rest.length > 0) {
      top.size += enter(top.rest.pop())
      continue
    }
    path.pop()
    if (top.anchor !== undefined) anchored.set(top.anchor, top.size)
    const parent = path.at(-1)
    if (parent === undefined) total = top.size
    else parent.size += top.size
  }
  if (bomb === null && total > unfoldedNodesMax && anchored.size > 0)
    bomb = tooLarge(...rangeOf(document.contents))
  return bomb === null ? unknown.slice(0, 1) : [bomb]
}

function tooLarge(start: number, end: number): Problem {
  return {
    rule: 'yaml-alias-bomb',
    start,
    end,
    message:
      'These aliases repeat each other until the document has more than a million values: a reader that unfolds it runs out of memory. Write the data out, or drop the nested aliases.',
  }
}

function unknownAlias(name: string, start: number, end: number): Problem {
  return {
    rule: 'yaml-syntax',
    start,
    end,
    message: `${quoted(`*${name}`)} is read as an alias, and no anchor has that name: the file cannot be loaded. Quote the value if it is meant as text.`,
  }
}

function rangeOf(node: Node | null): readonly [number, number] {
  const range = node?.range
  return range === null || range === undefined ? [0, 1] : [range[0], range[1]]
}
