/** The folder of heap snapshots: the newest few, within a size, and links that lead to the newest. */
import { randomBytes } from 'node:crypto'
import { chmod, lstat, mkdir, readdir, readlink, rename, rm, stat, symlink, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { HeapSnapshotFile } from '../../ports/heap/heap.ts'

export const linkName = 'heapdump.hprof'
const keptMax = 3
/** Ours, and those that V8 itself writes in the last moment. */
const snapshotName =
  /^(?:heap-[0-9TZ]{15,20}-\d{1,10}|Heap\.\d{8}\.\d{6}\.\d{1,10}\.\d+\.\d{1,6})\.heapsnapshot$/
const partialName = /^heap-.{1,60}\.partial$/
/** A partial one that nobody writes to any more. */
const abandonedMs = 3_600_000

export async function openFolder(folder: string): Promise<void> {
  // The folder above belongs to others as well, and keeps the mode that they expect.
  await mkdir(dirname(folder), { recursive: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await chmod(folder, 0o700)
}

/** Newest first. */
export async function listSnapshots(folder: string): Promise<readonly HeapSnapshotFile[]> {
  const names = (await namesIn(folder)).filter((name) => snapshotName.test(name))
  const files = await Promise.all(names.map((name) => fileAt(join(folder, name))))
  return files.filter((file) => file !== null).sort((one, other) => other.writtenAt - one.writtenAt)
}

/** Removes what is too old or too much; the newest one stays whatever its size. @returns those that are left */
export async function tidyFolder(
  folder: string,
  bytesMax: number,
  now: number,
): Promise<readonly HeapSnapshotFile[]> {
  for (const name of (await namesIn(folder)).filter((one) => partialName.test(one))) {
    const file = await fileAt(join(folder, name))
    if (file !== null && now - file.writtenAt > abandonedMs) await rm(file.path, { force: true })
  }
  const kept: HeapSnapshotFile[] = []
  let bytes = 0
  for (const file of await listSnapshots(folder)) {
    const fits = kept.length === 0 || (kept.length < keptMax && bytes + file.bytes <= bytesMax)
    if (fits) {
      kept.push(file)
      bytes += file.bytes
      // What V8 wrote by itself has the mode of its choice.
      await chmod(file.path, 0o600)
    } else await rm(file.path, { force: true })
  }
  return kept
}

export async function linkInside(folder: string, newest: HeapSnapshotFile): Promise<void> {
  await replaceLink(join(folder, linkName), basename(newest.path))
}

/**
 * A link in a place that others may write to as well. What lies there is replaced only when it is a link of ours: of
 * this user, and to a snapshot. Nothing is ever opened through it. @returns a sentence when it was left alone
 */
export async function linkOutside(link: string, newest: HeapSnapshotFile): Promise<string | null> {
  const there = await lstat(link).catch(() => null)
  if (there === null) {
    try {
      await symlink(newest.path, link)
      return null
    } catch (error) {
      return `The link ${link} could not be made: ${(error as Error).message}.`
    }
  }
  if (!there.isSymbolicLink()) return `There is something at ${link} that is no link; it was left alone.`
  if (there.uid !== process.getuid?.()) return `The link ${link} belongs to another user; it was left alone.`
  const target = await readlink(link)
  if (!snapshotName.test(basename(target)))
    return `The link ${link} leads to something else than a heap snapshot; it was left alone.`
  if (target === newest.path) return null
  try {
    await replaceLink(link, newest.path)
    return null
  } catch (error) {
    return `The link ${link} could not be changed: ${(error as Error).message}.`
  }
}

/** Whoever reads it meanwhile sees the old one or the new one. */
async function replaceLink(link: string, target: string): Promise<void> {
  const draft = join(dirname(link), `.${basename(link)}-${randomBytes(8).toString('hex')}`)
  await symlink(target, draft)
  try {
    await rename(draft, link)
  } catch (error) {
    await unlink(draft).catch(() => {})
    throw error
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch {
    return []
  }
}

async function fileAt(path: string): Promise<HeapSnapshotFile | null> {
  try {
    const { size, mtimeMs } = await stat(path)
    return { path, bytes: size, writtenAt: mtimeMs }
  } catch {
    // Another process tidied up meanwhile.
    return null
  }
}
