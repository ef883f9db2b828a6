/** The server's own log: a file in the data folder, of which one older part is kept. */
import { constants } from 'node:fs'
import { copyFile, type FileHandle, open, stat, truncate } from 'node:fs/promises'

const bytesMax = 8 * 1024 * 1024
const tailBytesMax = 16_000

/** Appending, so that the server goes on at the start when the file is cut. */
export function openServerLog(path: string): Promise<FileHandle> {
  return open(path, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT, 0o600)
}

/** The server holds the file open, so its contents move and not its name. A few lines may be lost between. */
export async function cutServerLog(path: string, sizeMax = bytesMax): Promise<void> {
  const { size } = await stat(path)
  if (size <= sizeMax) return
  await copyFile(path, `${path}.1`)
  await truncate(path, 0)
}

/** What was written behind `offset`, at most the last part of it. */
export async function readServerLog(path: string, offset: number): Promise<string> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const from = Math.max(offset, size - tailBytesMax)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.max(0, size - from)), { position: from })
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}
