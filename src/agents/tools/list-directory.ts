/** What a folder of the head holds. */
import { z } from 'zod'
import { shownPath } from '../context/shown-path.ts'
import { nearestPaths, plainPath } from './asked-path.ts'
import { failed } from './failed.ts'
import { defineTool, type Tool, type ToolSources } from './tool.ts'

const entriesMax = 200

/** Once a process: each schema that parses something compiles a function of its own. */
const parameters = z.object({ path: z.string().max(1_000).describe('Folder; empty for the root') })

export function listDirectoryTool({ tree }: ToolSources): Tool {
  return defineTool({
    name: 'list_directory',
    about: `Lists files and folders of a folder at the head. At most ${entriesMax} entries.`,
    parameters,
    async run({ path: asked }) {
      const all = await tree.paths('head')
      if (all === null) return failed('The files of this repository cannot be listed here.')
      const path = plainPath(asked).replace(/\/+$/, '')
      const folder = path === '' || path === '.' ? '' : `${path}/`
      const entries = entriesOf(all, folder)
      if (entries.length === 0) {
        const folders = [...new Set(all.map((file) => file.slice(0, Math.max(0, file.lastIndexOf('/')))))]
        const near = nearestPaths(folders, path)
        const hint =
          near.length === 0 ? '' : ` Nearest: ${near.map((one) => JSON.stringify(one)).join(', ')}.`
        return failed(`There is no folder ${JSON.stringify(path)} at head.${hint}`)
      }
      const more = entries.length > entriesMax ? [`(${entries.length - entriesMax} more)`] : []
      return { about: { path: folder }, text: [...entries.slice(0, entriesMax), ...more].join('\n') }
    },
  })
}

/** Folders end with a slash and say how many files are below them. */
function entriesOf(paths: readonly string[], folder: string): readonly string[] {
  const files: string[] = []
  const folders = new Map<string, number>()
  for (const path of paths) {
    if (!path.startsWith(folder)) continue
    const rest = path.slice(folder.length)
    const slash = rest.indexOf('/')
    if (slash === -1) files.push(rest)
    else folders.set(rest.slice(0, slash), (folders.get(rest.slice(0, slash)) ?? 0) + 1)
  }
  return [...[...folders].map(([name, count]) => `${name}/ (${count} files)`), ...files].map(shownPath)
}
