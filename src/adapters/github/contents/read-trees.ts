/**
 * What a commit holds, by path. One request for the whole tree; where GitHub cuts that short (100,000 entries, 7 MB),
 * one for each folder that is asked about.
 */
import type { ObjectName } from '../../../domain/change/changed-entry.ts'
import { type Outcome, succeed } from '../../../domain/outcome.ts'
import { pathOfText } from '../../../domain/path/path-bytes.ts'
import type { CommitSha } from '../../../domain/repository/commit-sha.ts'
import type { HostFailure } from '../../../ports/code-host/host-failure.ts'
import type { TreeFile } from '../../../ports/source/source.ts'
import type { Api } from '../api/create-api.ts'
import type { Location } from '../locations.ts'
import { TreeAnswer, type TreeNode } from './answers.ts'

export interface Tree {
  /** Paths of everything that is no folder; null when GitHub cut the list short. */
  readonly paths: readonly string[] | null
  /** Files alone, in the order of the paths' bytes; null as above. */
  readonly files: () => readonly TreeFile[] | null
  /** @returns null when it is not there, or beyond the bound on requests (then `wasBounded`) */
  find(path: string): Promise<Outcome<TreeNode | null, HostFailure>>
  readonly wasBounded: () => boolean
}

const folderMode = '040000'

export async function readTree(
  api: Api,
  { installation, parameters: { owner, repo } }: Location,
  commit: CommitSha,
  foldersMax: number,
  signal: AbortSignal,
): Promise<Outcome<Tree, HostFailure>> {
  async function list(tree: string, isRecursive: boolean) {
    return await api.call({
      installation,
      route: 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}',
      parameters: { owner, repo, tree_sha: tree, ...(isRecursive ? { recursive: '1' } : {}) },
      schema: TreeAnswer,
      signal,
    })
  }

  const whole = await list(commit, true)
  if (!whole.ok) return whole
  const { tree, truncated } = whole.value.value
  if (!truncated) {
    const byPath = new Map(tree.filter(({ mode }) => mode !== folderMode).map((node) => [node.path, node]))
    const find = async (path: string) => succeed(byPath.get(path) ?? null)
    const files = () => filesOf(tree)
    return succeed({ paths: [...byPath.keys()], files, find, wasBounded: () => false })
  }

  const folders = new Map<string, ReadonlyMap<string, TreeNode>>()
  let wasBounded = false

  async function folder(name: string): Promise<Outcome<ReadonlyMap<string, TreeNode>, HostFailure>> {
    const known = folders.get(name)
    if (known !== undefined) return succeed(known)
    const object = await objectOf(name)
    if (!object.ok) return object
    if (object.value !== null && folders.size >= foldersMax) wasBounded = true
    if (object.value === null || folders.size >= foldersMax) return succeed(new Map())
    const listed = await list(object.value, false)
    if (!listed.ok) return listed
    const nodes = new Map(listed.value.value.tree.map((node) => [node.path, node]))
    folders.set(name, nodes)
    return succeed(nodes)
  }

  async function objectOf(name: string): Promise<Outcome<ObjectName | CommitSha | null, HostFailure>> {
    if (name === '') return succeed(commit)
    const node = await find(name)
    if (!node.ok) return node
    return succeed(node.value?.mode === folderMode ? node.value.sha : null)
  }

  async function find(path: string): Promise<Outcome<TreeNode | null, HostFailure>> {
    const cut = path.lastIndexOf('/')
    const nodes = await folder(cut === -1 ? '' : path.slice(0, cut))
    return nodes.ok ? succeed(nodes.value.get(path.slice(cut + 1)) ?? null) : nodes
  }

  return succeed({ paths: null, files: () => null, find, wasBounded: () => wasBounded })
}

function filesOf(tree: readonly TreeNode[]): readonly TreeFile[] {
  return tree
    .filter(({ mode }) => mode.startsWith('100'))
    .map(({ path, sha }) => ({ path: pathOfText(path), object: sha }))
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
}
