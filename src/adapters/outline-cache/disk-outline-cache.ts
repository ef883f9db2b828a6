/**
 * Outlines on disk: a file for each repository, replaced as a whole. Of two writers at once the last one wins, and what
 * the other had is read again some day; of a file that was cut or scribbled over, the lines that are whole are kept.
 */
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type CacheBook, noCacheBook } from '../../ports/cache/cache-book.ts'
import type { OutlineCache } from '../../ports/syntax/outline-cache.ts'
import { readOutlineLine, writeOutlineLine } from './outline-line.ts'

export interface DiskOutlineCacheOptions {
  /** Private to the service's user. Nothing else is kept in it. */
  readonly folder: string
  /** Of all files together; those of the repository that was not read longest go first. */
  readonly bytesMax: number
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly caches?: CacheBook
}

const ending = '.outlines'
const draftEnding = '.draft'
const draftAgeMaxMs = 3_600_000
/** Of one repository, so that none drives out all the others. */
const fileShare = 0.25

export function createDiskOutlineCache(options: DiskOutlineCacheOptions): OutlineCache {
  const { folder, bytesMax, now } = options
  const fileBytesMax = Math.floor(bytesMax * fileShare)
  const tally = (options.caches ?? noCacheBook).enter({
    name: 'outlines',
    lies: 'on disk',
    bound: { unit: 'bytes', max: bytesMax },
    measure: async () => {
      const files = await listFiles(folder)
      return { entries: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) }
    },
  })

  async function readBytes(path: string): Promise<Buffer> {
    const held = await stat(path)
    return held.size > fileBytesMax ? Buffer.alloc(0) : readFile(path)
  }

  return {
    async read(repositoryKey) {
      const path = join(folder, fileName(repositoryKey))
      try {
        const bytes = await readBytes(path)
        // Not awaited by anybody's review: when it was used last matters to eviction alone.
        utimes(path, now() / 1_000, now() / 1_000).catch(() => {})
        tally.hit()
        return new Map(linesIn(bytes).map(({ key, outline }) => [key, outline]))
      } catch {
        tally.miss()
        return new Map()
      }
    },

    async write(repositoryKey, outlines) {
      if (outlines.size === 0) return
      const path = join(folder, fileName(repositoryKey))
      const draft = `${path}-${randomUUID()}${draftEnding}`
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        const before = await readBytes(path).catch(() => Buffer.alloc(0))
        const kept = linesIn(before).filter(({ key }) => !outlines.has(key))
        const added = [...outlines].map(([key, outline]) => Buffer.from(writeOutlineLine(key, outline)))
        await writeFile(draft, joined([...kept.map(({ line }) => line), ...added], fileBytesMax), {
          mode: 0o600,
        })
        await utimes(draft, now() / 1_000, now() / 1_000)
        await rename(draft, path)
        await evict(options)
      } catch {
        // A full disk, a folder that may not be written: the outlines are made again next time.
        await rm(draft, { force: true }).catch(() => {})
      }
    },
  }
}

async function listFiles(folder: string) {
  const names = await readdir(folder).catch(() => [])
  const found = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name)
      const held = await stat(path).catch(() => null)
      return held?.isFile() ? [{ name, path, bytes: held.size, usedMs: held.mtimeMs }] : []
    }),
  )
  return found.flat()
}

/** Drafts that nobody will finish, and the files that were not read longest. */
async function evict({ folder, bytesMax, now }: DiskOutlineCacheOptions): Promise<void> {
  const files = await listFiles(folder)
  const isStale = ({ name, usedMs }: (typeof files)[number]) =>
    name.endsWith(draftEnding) && now() - usedMs > draftAgeMaxMs
  await Promise.all(files.filter(isStale).map(({ path }) => rm(path, { force: true })))
  const kept = files.filter(({ name }) => name.endsWith(ending)).sort((a, b) => a.usedMs - b.usedMs)
  let bytes = kept.reduce((sum, file) => sum + file.bytes, 0)
  for (const { path, bytes: freed } of kept) {
    if (bytes <= bytesMax) return
    await rm(path, { force: true })
    bytes -= freed
  }
}

function fileName(repositoryKey: string): string {
  return createHash('sha256').update(repositoryKey).digest('hex').slice(0, 40) + ending
}

function linesIn(bytes: Buffer) {
  const lines: (NonNullable<ReturnType<typeof readOutlineLine>> & { readonly line: Buffer })[] = []
  let from = 0
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
    const line = bytes.subarray(from, end)
    const read = readOutlineLine(line)
    if (read !== null) lines.push({ ...read, line })
    from = end + 1
  }
  return lines
}

/** As many of the last lines as fit: those before were written longer ago. */
function joined(lines: readonly Buffer[], bytesMax: number): Buffer {
  let first = lines.length
  let bytes = 0
  while (first > 0) {
    bytes += (lines[first - 1]?.length ?? 0) + 1
    if (bytes > bytesMax) break
    first -= 1
  }
  const lineEnd = Buffer.from('\n')
  return Buffer.concat(lines.slice(first).flatMap((line) => [line, lineEnd]))
}
