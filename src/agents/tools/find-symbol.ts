/** Where a name is defined and used, at the head. */
import { z } from 'zod'
import { cutLine, maskedLines } from '../context/masked-lines.ts'
import { shownPath } from '../context/shown-path.ts'
import { failed } from './failed.ts'
import { defineTool, type Tool, type ToolSources } from './tool.ts'

const definitionsMax = 20
const usesMax = 40
const lineCharactersMax = 200

/** Once a process: each schema that parses something compiles a function of its own. */
const parameters = z.object({
  name: z.string().min(1).max(200).describe('`total`, or `Cart.total`'),
  near: z.string().max(1_000).nullish().describe('Path whose neighbourhood comes first'),
})

export function findSymbolTool({ index, tree, mask }: ToolSources): Tool {
  return defineTool({
    name: 'find_symbol',
    about: 'Finds where a function, method, class or type is defined and used in the head of the repository.',
    parameters,
    async run({ name, near }) {
      const definitions = index.definitions(name, near ?? '').slice(0, definitionsMax)
      const uses = index.uses(name, near ?? '').slice(0, usesMax)
      if (definitions.length + uses.length === 0)
        return failed(
          `Nothing of the name ${JSON.stringify(name)} is defined or called in the files that were read. Try search_text.`,
        )
      const lineOf = await lineReader(
        tree.read('head', [...new Set([...definitions, ...uses].map(({ path }) => path))]),
        mask,
      )
      const defined = definitions.map(({ path, within, definition }) => {
        const symbol = [...within, definition.name].join('.')
        return `${shownPath(path)} R${definition.line}-${definition.endLine} ${definition.kind} ${symbol}: ${lineOf(path, definition.line)}`
      })
      const used = uses.map(
        ({ path, line, within }) =>
          `${shownPath(path)} R${line}${within === null ? '' : ` in ${within.name}`}: ${lineOf(path, line)}`,
      )
      return {
        about: { symbol: name },
        text: [`Defined (${defined.length}):`, ...defined, `Used (${used.length}):`, ...used].join('\n'),
      }
    },
  })
}

async function lineReader(
  reading: ReturnType<ToolSources['tree']['read']>,
  mask: (text: string) => string,
): Promise<(path: string, line: number) => string> {
  const files = await reading
  const known = new Map<string, readonly string[]>()
  return (path, line) => {
    const file = files.get(path)
    if (file?.kind !== 'text') return ''
    const lines = known.get(path) ?? maskedLines(file.text, mask)
    known.set(path, lines)
    return cutLine(lines[line - 1] ?? '')
      .trim()
      .slice(0, lineCharactersMax)
  }
}
