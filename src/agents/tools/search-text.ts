/** A literal search through the head's tree: no patterns, because a pattern of a model's could keep a processor busy. */
import { z } from 'zod'
import { maskedLines } from '../context/masked-lines.ts'
import { shownPath } from '../context/shown-path.ts'
import { plainPath } from './asked-path.ts'
import { failed } from './failed.ts'
import { defineTool, type Tool, type ToolSources } from './tool.ts'

const hitsMax = 50
const hitsPerFileMax = 10
const filesPerRead = 250
const shownCharactersMax = 240

/** Once a process: each schema that parses something compiles a function of its own. */
const parameters = z.object({
  text: z
    .string()
    .min(2)
    .max(200)
    .refine((text) => !/[\n\r]/.test(text), 'one line only'),
  under: z.string().max(1_000).nullish().describe('Only files whose path begins so'),
})

export function searchTextTool({ tree, mask, limits }: ToolSources): Tool {
  return defineTool({
    name: 'search_text',
    about: `Finds lines that hold a text, letter for letter, in the head of the repository. At most ${hitsMax} lines.`,
    parameters,
    async run({ text, under }, signal) {
      const all = await tree.paths('head')
      if (all === null)
        return failed('The files of this repository cannot be listed here, so nothing can be searched.')
      const prefix = plainPath(under ?? '')
      const paths = all.filter((path) => path.startsWith(prefix))
      if (paths.length === 0) return failed(`No path begins with ${JSON.stringify(prefix)} at head.`)
      const hits: string[] = []
      let [searched, characters] = [0, 0]
      for (const batch of batches(paths.slice(0, limits.searchFilesMax))) {
        if (signal.aborted || hits.length >= hitsMax || characters >= limits.searchCharactersMax) break
        const files = await tree.read('head', batch)
        for (const path of batch) {
          const file = files.get(path)
          searched += 1
          if (file?.kind !== 'text') continue
          characters += file.text.length
          hits.push(...hitsIn(path, file.text, text, mask))
        }
      }
      const told = hits.slice(0, hitsMax)
      const more = hits.length > hitsMax ? ` The first ${hitsMax} are shown.` : ''
      const bound = searched < paths.length ? ` Searched ${searched} of ${paths.length} files.` : ''
      const summary = `${told.length === 0 ? 'No line' : `${told.length} lines`} found.${more}${bound}`
      return { about: { text, under: prefix === '' ? null : prefix }, text: [summary, ...told].join('\n') }
    },
  })
}

function* batches(paths: readonly string[]): Generator<readonly string[]> {
  for (let from = 0; from < paths.length; from += filesPerRead) yield paths.slice(from, from + filesPerRead)
}

/** What is masked cannot be searched for either: a model that guesses a secret learns nothing. */
function hitsIn(
  path: string,
  text: string,
  wanted: string,
  mask: (text: string) => string,
): readonly string[] {
  if (!text.includes(wanted)) return []
  const hits: string[] = []
  for (const [at, line] of maskedLines(text, mask).entries()) {
    const found = line.indexOf(wanted)
    if (found === -1) continue
    const from = line.length <= shownCharactersMax ? 0 : Math.max(0, found - 80)
    hits.push(`${shownPath(path)} R${at + 1}: ${line.slice(from, from + shownCharactersMax).trim()}`)
    if (hits.length >= hitsPerFileMax) break
  }
  return hits
}
