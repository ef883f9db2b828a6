/** Lines of a file, at the head or as it was before the change. */
import { z } from 'zod'
import { cutLine, maskedLines } from '../context/masked-lines.ts'
import { numberedLines } from '../hostile/data-block.ts'
import { askedPath, plainPath, readAsked } from './asked-path.ts'
import { failed } from './failed.ts'
import { defineTool, type Tool, type ToolAnswer, type ToolSources } from './tool.ts'
import type { TreeSide } from './tree-reader.ts'

const lineNumber = z.number().int().min(1).max(10_000_000)

/** Once a process: each schema that parses something compiles a function of its own. */
const linesAsked = z.object({
  path: askedPath,
  side: z.enum(['head', 'base']).describe('head: after the change; base: before it'),
  from: lineNumber.describe('First line, from 1'),
  to: lineNumber.describe('Last line'),
})

export function readLinesTool(sources: ToolSources): Tool {
  return defineTool({
    name: 'read_lines',
    about: `Reads lines of a file. At most ${sources.limits.linesMax} lines in one call.`,
    parameters: linesAsked,
    run: ({ path, side, from, to }) => readStretch(sources, side, path, from, to),
  })
}

const earlierAsked = z.object({
  path: askedPath.describe('Path as it is now'),
  from: lineNumber.nullish().describe('First line; 1 when left out'),
  to: lineNumber.nullish().describe('Last line'),
})

export function readEarlierTool(sources: ToolSources): Tool {
  return defineTool({
    name: 'read_earlier',
    about: 'Reads a file as it was before this change, under its earlier name if it was renamed.',
    parameters: earlierAsked,
    run: ({ path, from, to }) =>
      readStretch(
        sources,
        'base',
        sources.tree.earlierPath(plainPath(path)),
        from ?? 1,
        to ?? (from ?? 1) + sources.limits.linesMax - 1,
      ),
  })
}

async function readStretch(
  { tree, mask, limits }: ToolSources,
  side: TreeSide,
  asked: string,
  from: number,
  to: number,
): Promise<ToolAnswer> {
  const file = await readAsked(tree, side, asked)
  if (file.kind === 'missing') return file.answer
  const lines = maskedLines(file.text, mask)
  if (from > lines.length)
    return failed(
      `${JSON.stringify(file.path)} has ${lines.length} lines at ${side}: line ${from} is past its end.`,
    )
  if (to < from) return failed(`The last line (${to}) is before the first (${from}).`)
  const wanted = Math.min(to, lines.length, from + limits.linesMax - 1)
  const { text, last } = stretchOf(lines, side, from, wanted, limits.charactersMax)
  const rest =
    last < Math.min(to, lines.length) ? `\n(stopped after line ${last}; ask for more from there)` : ''
  return {
    about: { path: file.path, side, lines: `${from}-${last} of ${lines.length}` },
    text: `${text}${rest}`,
  }
}

/** As many whole lines as the bound lets through, one at least. */
function stretchOf(
  lines: readonly string[],
  side: TreeSide,
  from: number,
  to: number,
  charactersMax: number,
) {
  const room = charactersMax - 100
  const shown: string[] = []
  let [characters, last] = [0, from]
  for (let number = from; number <= to; number += 1) {
    const line = cutLine(lines[number - 1] ?? '')
    characters += line.length + 12
    if (characters > room && number > from) break
    shown.push(line)
    last = number
  }
  const numbered = shown.map((text, at) => ({
    mark: ' ' as const,
    left: side === 'base' ? from + at : null,
    right: side === 'head' ? from + at : null,
    text,
  }))
  return { text: numberedLines(numbered), last }
}
