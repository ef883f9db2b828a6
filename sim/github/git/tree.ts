/** Trees: the files of a commit as one flat map, and the nested objects git keeps them in. */
import type { ObjectStore } from './object-store.ts'

export interface TreeEntry {
  readonly mode: string
  readonly sha: string
}
/** By path. */
export type FlatTree = ReadonlyMap<string, TreeEntry>

export interface NamedEntry extends TreeEntry {
  readonly name: string
}

/** @returns the tree's sha */
export function writeTree(objects: ObjectStore, files: FlatTree): string {
  const direct: NamedEntry[] = []
  const folders = new Map<string, Map<string, TreeEntry>>()
  for (const [path, entry] of files) {
    const slash = path.indexOf('/')
    if (slash === -1) {
      direct.push({ name: path, ...entry })
      continue
    }
    const folder = path.slice(0, slash)
    const inside = folders.get(folder) ?? new Map<string, TreeEntry>()
    inside.set(path.slice(slash + 1), entry)
    folders.set(folder, inside)
  }
  for (const [name, inside] of folders) direct.push({ name, mode: '40000', sha: writeTree(objects, inside) })
  return objects.write('tree', Buffer.concat(direct.sort(asGitSorts).map(encode)))
}

/** git compares a folder as if its name ended in a slash. */
function asGitSorts(left: NamedEntry, right: NamedEntry): number {
  const key = (entry: NamedEntry) => Buffer.from(entry.mode === '40000' ? `${entry.name}/` : entry.name)
  return Buffer.compare(key(left), key(right))
}

function encode(entry: NamedEntry): Buffer {
  return Buffer.concat([Buffer.from(`${entry.mode} ${entry.name}\0`), Buffer.from(entry.sha, 'hex')])
}

export async function readTree(objects: ObjectStore, sha: string): Promise<readonly NamedEntry[] | null> {
  const object = await objects.read(sha)
  return object?.kind === 'tree' ? decode(object.bytes) : null
}

function decode(bytes: Buffer): readonly NamedEntry[] {
  const entries: NamedEntry[] = []
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(32, at)
    const end = bytes.indexOf(0, space)
    entries.push({
      mode: bytes.subarray(at, space).toString('latin1'),
      name: bytes.subarray(space + 1, end).toString('utf8'),
      sha: bytes.subarray(end + 1, end + 21).toString('hex'),
    })
    at = end + 21
  }
  return entries
}

export async function flattenTree(objects: ObjectStore, sha: string): Promise<FlatTree> {
  const files = new Map<string, TreeEntry>()
  await collect(objects, sha, '', files)
  return files
}

async function collect(
  objects: ObjectStore,
  sha: string,
  prefix: string,
  into: Map<string, TreeEntry>,
): Promise<void> {
  for (const { name, mode, sha: child } of (await readTree(objects, sha)) ?? []) {
    if (mode === '40000') await collect(objects, child, `${prefix}${name}/`, into)
    else into.set(prefix + name, { mode, sha: child })
  }
}

export async function entryAt(objects: ObjectStore, tree: string, path: string): Promise<TreeEntry | null> {
  let current: TreeEntry = { mode: '40000', sha: tree }
  for (const part of path.split('/').filter((name) => name !== '')) {
    if (current.mode !== '40000') return null
    const found = (await readTree(objects, current.sha))?.find((entry) => entry.name === part)
    if (found === undefined) return null
    current = found
  }
  return current
}
