/**
 * Answers in a folder, a file each, for work on one machine that goes on where it was ended: there is no database, and what
 * was paid for outlives the process. Of two that write one answer the first one stays.
 */
import { randomUUID } from 'node:crypto'
import { link, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type AgentMemory,
  type AnswerKey,
  type AnswerKind,
  answerBytesMax,
} from '../../ports/store/agent-memory.ts'

const ending = '.json'
/** Answers quote the code that they are about. */
const [folderMode, fileMode] = [0o700, 0o600]

/** @param folder made with the first answer; nothing else is kept in it */
export function createDiskMemory(folder: string): AgentMemory {
  const pathOf = (kind: AnswerKind, key: AnswerKey) => join(folder, `${kind}-${key}${ending}`)

  async function recallOne(path: string, at: number): Promise<{ readonly value: unknown } | null> {
    try {
      const value: unknown = JSON.parse(await readFile(path, 'utf8'))
      const used = Math.max((await stat(path)).mtimeMs, at) / 1_000
      await utimes(path, used, used)
      return { value }
    } catch {
      // Not there, or cut off: then it is asked again.
      return null
    }
  }

  return {
    async recall(kind, keys, at) {
      const known = new Map<AnswerKey, unknown>()
      for (const key of keys) {
        const answer = await recallOne(pathOf(kind, key), at)
        if (answer !== null) known.set(key, answer.value)
      }
      return known
    },
    async remember(kind, key, value, at) {
      const text = JSON.stringify(value)
      if (Buffer.byteLength(text) > answerBytesMax) return
      await mkdir(folder, { recursive: true, mode: folderMode })
      const draft = join(folder, `${randomUUID()}.part`)
      try {
        await writeFile(draft, text, { mode: fileMode })
        await utimes(draft, at / 1_000, at / 1_000)
        await link(draft, pathOf(kind, key)).catch(unlessThere)
      } finally {
        await rm(draft, { force: true })
      }
    },
    async forgetUnusedSince(time) {
      const names = await readdir(folder).catch(() => [])
      let gone = 0
      for (const name of names.filter((one) => one.endsWith(ending))) {
        const path = join(folder, name)
        if ((await stat(path)).mtimeMs >= time) continue
        await rm(path, { force: true })
        gone += 1
      }
      return gone
    },
  }
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}
