/**
 * Two trees of those changed files alone whose contents are here. Git compares nothing at all when one blob is missing;
 * of these it finds renames and lines, and one huge file spoils nothing for the others. The trees are written by us,
 * as loose objects into the private folder: git's own writers refuse names that a hostile tree may hold.
 */
import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { deflate } from 'node:zlib'
import type { ChangedEntry, EntryKind, EntrySide, ObjectName } from '../../../domain/change/changed-entry.ts'
import type { PathBytes } from '../../../domain/path/path-bytes.ts'

export interface PresentTrees {
  readonly base: ObjectName
  readonly head: ObjectName
}

type Folder = Map<string, Folder | EntrySide>

const modes: Readonly<Record<EntryKind, string>> = {
  file: '100644',
  executable: '100755',
  symlink: '120000',
  submodule: '160000',
}
const compress = promisify(deflate)

export async function writePresentTrees(
  objectFolder: string,
  entries: readonly ChangedEntry[],
  /** Of names, in digits: 40 or 64. */
  objectLength: number,
): Promise<PresentTrees> {
  const base: Folder = new Map()
  const head: Folder = new Map()
  for (const entry of entries) {
    if (entry.base !== null) place(base, entry.previousPath ?? entry.path, entry.base)
    if (entry.head !== null) place(head, entry.path, entry.head)
  }
  return {
    base: await write(objectFolder, base, objectLength),
    head: await write(objectFolder, head, objectLength),
  }
}

function place(root: Folder, path: PathBytes, side: EntrySide): void {
  const names = path.split('/')
  const last = names.pop() ?? ''
  let folder = root
  for (const name of names) {
    const next = folder.get(name)
    const inner: Folder = next instanceof Map ? next : new Map()
    folder.set(name, inner)
    folder = inner
  }
  folder.set(last, side)
}

async function write(objectFolder: string, folder: Folder, objectLength: number): Promise<ObjectName> {
  const lines: { readonly sortedBy: string; readonly bytes: Buffer }[] = []
  for (const [name, held] of folder) {
    const isFolder = held instanceof Map
    const object = isFolder ? await write(objectFolder, held, objectLength) : held.object
    const mode = isFolder ? '40000' : modes[held.kind]
    lines.push({
      // Git sorts a folder as if its name ended in a slash.
      sortedBy: isFolder ? `${name}/` : name,
      bytes: Buffer.concat([Buffer.from(`${mode} ${name}\0`, 'latin1'), Buffer.from(object, 'hex')]),
    })
  }
  lines.sort((a, b) => (a.sortedBy < b.sortedBy ? -1 : a.sortedBy > b.sortedBy ? 1 : 0))
  return writeLoose(objectFolder, Buffer.concat(lines.map(({ bytes }) => bytes)), objectLength)
}

async function writeLoose(objectFolder: string, body: Buffer, objectLength: number): Promise<ObjectName> {
  const object = Buffer.concat([Buffer.from(`tree ${body.length}\0`), body])
  const name = createHash(objectLength === 64 ? 'sha256' : 'sha1')
    .update(object)
    .digest('hex') as ObjectName
  const folder = join(objectFolder, name.slice(0, 2))
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(join(folder, name.slice(2)), await compress(object))
  return name
}
