/**
 * Outlines of blobs that the cache does not know: read in batches through the snapshot, outlined while the next batch is
 * read. What can never have an outline is remembered with an empty one, so that it is not fetched again and again.
 */
import type { ObjectName } from '../../domain/change/changed-entry.ts'
import { isMarkedGenerated, isMinified } from '../../domain/selection/content-kinds.ts'
import type { Snapshot } from '../../ports/source/source.ts'
import type { Outline, Syntax } from '../../ports/syntax/syntax.ts'
import type { IndexedFile } from './choose-files.ts'

export interface OutlineReading {
  readonly snapshot: Snapshot
  readonly syntax: Syntax
  readonly fileBytesMax: number
  /** Of all contents; what has no known size counts when it is here. */
  readonly bytesMax: number
  readonly signal: AbortSignal
}

export interface OutlinesRead {
  /** By the file's key. */
  readonly outlines: ReadonlyMap<string, Outline>
  /** Files that were not read because of time or bytes. */
  readonly left: number
}

const batchFilesMax = 500
const batchBytesMax = 4 * 1_048_576
/** Of blobs that are elsewhere: each batch is one request. */
const distantFilesMax = 1_000
const binaryLookBytes = 8_000
const emptyOutline: Outline = { definitions: [], references: [], errors: 0 }

type KeyedFile = IndexedFile & { readonly key: string }

export async function readOutlines(
  files: readonly KeyedFile[],
  reading: OutlineReading,
): Promise<OutlinesRead> {
  const { snapshot, signal } = reading
  const outlines = new Map<string, Outline>()
  if (files.length === 0) return { outlines, left: 0 }
  const sizes = await snapshot.sizes([...new Set(files.map(({ object }) => object))])
  if (!sizes.ok) return { outlines, left: files.length }
  const { batches, tooLarge, beyond } = divide(files, sizes.value, reading)
  for (const { key } of tooLarge) outlines.set(key, emptyOutline)

  let bytes = 0
  let left = beyond
  let contents = readBatch(snapshot, batches[0])
  for (const [at, batch] of batches.entries()) {
    const here = await contents
    bytes += [...here.values()].reduce((sum, content) => sum + content.length, 0)
    const isOver = signal.aborted || bytes > reading.bytesMax
    if (!isOver) {
      contents = readBatch(snapshot, batches[at + 1])
      const read = await outlineBatch(batch, here, reading)
      for (const [key, outline] of read) outlines.set(key, outline)
      left += batch.length - read.size
      continue
    }
    left += batches.slice(at).reduce((sum, { length }) => sum + length, 0)
    break
  }
  return { outlines, left }
}

function divide(
  files: readonly KeyedFile[],
  sizes: ReadonlyMap<ObjectName, number>,
  { fileBytesMax, bytesMax }: OutlineReading,
) {
  const here: KeyedFile[][] = []
  const distant: KeyedFile[][] = []
  const tooLarge: KeyedFile[] = []
  let batchBytes = 0
  let bytes = 0
  let beyond = 0
  for (const file of files) {
    const size = sizes.get(file.object)
    if (size === undefined) {
      const last = distant.at(-1)
      if (last === undefined || last.length >= distantFilesMax) distant.push([file])
      else last.push(file)
    } else if (size > fileBytesMax) tooLarge.push(file)
    else if (bytes + size > bytesMax) beyond += 1
    else {
      const last = here.at(-1)
      bytes += size
      if (last === undefined || last.length >= batchFilesMax || batchBytes + size > batchBytesMax) {
        here.push([file])
        batchBytes = size
      } else {
        last.push(file)
        batchBytes += size
      }
    }
  }
  return { batches: [...here, ...distant], tooLarge, beyond }
}

async function readBatch(
  snapshot: Snapshot,
  batch: readonly KeyedFile[] | undefined,
): Promise<ReadonlyMap<ObjectName, Buffer>> {
  if (batch === undefined) return new Map()
  const contents = await snapshot.read([...new Set(batch.map(({ object }) => object))])
  return contents.ok ? contents.value : new Map()
}

async function outlineBatch(
  batch: readonly KeyedFile[],
  contents: ReadonlyMap<ObjectName, Buffer>,
  { syntax, fileBytesMax, signal }: OutlineReading,
): Promise<ReadonlyMap<string, Outline>> {
  const outlines = new Map<string, Outline>()
  // Nothing at all came: the network, not the blobs.
  if (contents.size === 0) return outlines
  const texts: { readonly key: string; readonly language: KeyedFile['language']; readonly text: string }[] =
    []
  for (const { key, object, language } of batch) {
    const text = textOf(contents.get(object), fileBytesMax)
    if (text === null) outlines.set(key, emptyOutline)
    else texts.push({ key, language, text })
  }
  const read = await syntax.outline(
    texts.map(({ language, text }) => ({ language, text })),
    signal,
  )
  // A child that cannot run says nothing about the texts, and neither does one that was stopped.
  const isTrusted = !signal.aborted && read.some((outline) => outline !== null)
  for (const [at, { key }] of texts.entries()) {
    const outline = read[at] ?? null
    if (outline !== null) outlines.set(key, outline)
    else if (isTrusted) outlines.set(key, emptyOutline)
  }
  return outlines
}

/** Null for what no person wrote, and for what did not come: it is too large. */
function textOf(content: Buffer | undefined, bytesMax: number): string | null {
  if (content === undefined || content.length > bytesMax) return null
  if (content.subarray(0, binaryLookBytes).includes(0)) return null
  const text = content.toString('utf8').replace(/^\uFEFF/, '')
  return isMarkedGenerated(text) || isMinified(text) ? null : text
}
