/** Which text of a change a model means by a path: as it was shown, or with the prefixes that diffs have. */
import type { FileToDiscuss } from '../../ports/agents/agents.ts'
import { cleanCode } from '../hostile/clean-text.ts'

export function matchPath(files: readonly FileToDiscuss[], claimed: string): FileToDiscuss | null {
  const exact = files.find(({ path }) => path === claimed)
  if (exact !== undefined) return exact
  const named = evenPath(claimed)
  const found = files.filter(
    ({ path }) => path === named || cleanCode(path) === claimed || cleanCode(path) === named,
  )
  return found.length === 1 ? (found[0] as FileToDiscuss) : null
}

/** Without the prefix of a diff and `./`; null bytes, absolute paths and `..` are not paths of a repository. */
export function evenPath(path: string): string {
  return path
    .trim()
    .replace(/^(?:\.\/)+/, '')
    .replace(/^[ab]\/(?=.)/, '')
    .replace(/^(?:\.\/)+/, '')
}

export function isRepositoryPath(path: string): boolean {
  return (
    path !== '' &&
    path.length <= 1_024 &&
    !/[\0\n\\]/.test(path) &&
    path.split('/').every((part) => !['', '.', '..'].includes(part))
  )
}
