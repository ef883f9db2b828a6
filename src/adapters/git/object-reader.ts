/**
 * Sizes and contents of objects by way of git processes that stay until the snapshot is closed: agents ask for a few
 * files many times over, and starting a process takes longer than most of their questions. One that died answers the
 * question it died of with a failure, and is started anew for the next.
 */
import type { ObjectName } from '../../domain/change/changed-entry.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { SourceFailure } from '../../ports/source/source.ts'
import { createByteReader } from './byte-reader.ts'
import { cannotStart, gitFailed, startGit, stderrBytesMax, timeMsDefault, wasStopped } from './git-command.ts'
import type { NeutralRepository } from './neutral-repository.ts'

export interface ObjectReader {
  sizes(objects: readonly ObjectName[]): Promise<Outcome<ReadonlyMap<ObjectName, number>, SourceFailure>>
  /** Blobs alone; what is not there, or is something else, is absent. */
  read(objects: readonly ObjectName[]): Promise<Outcome<ReadonlyMap<ObjectName, Buffer>, SourceFailure>>
  close(): Promise<void>
}

export function createObjectReader(repository: NeutralRepository, signal: AbortSignal): ObjectReader {
  const check = createAsker(['cat-file', '--batch-check'], repository, signal)
  const batch = createAsker(['cat-file', '--batch'], repository, signal)
  return {
    sizes: (objects) => check.ask(objects, async (header) => (header.type === 'blob' ? header.size : null)),
    read: (objects) =>
      batch.ask(objects, async ({ type, size }, bytes) => {
        const content = await bytes(size + 1)
        return type === 'blob' ? content.subarray(0, size) : null
      }),
    async close() {
      await Promise.all([check.close(), batch.close()])
    },
  }
}

interface Header {
  readonly type: string
  readonly size: number
}

type Bytes = (count: number) => Promise<Buffer>

interface Asker {
  ask<Value>(
    names: readonly ObjectName[],
    take: (header: Header, bytes: Bytes) => Promise<Value | null>,
  ): Promise<Outcome<ReadonlyMap<ObjectName, Value>, SourceFailure>>
  close(): Promise<void>
}

type Running = ReturnType<typeof startRunning>

function createAsker(args: readonly string[], repository: NeutralRepository, signal: AbortSignal): Asker {
  const call = { args, ...repository }
  let running: Running | null = null
  let last: Promise<unknown> = Promise.resolve()

  async function answer<Value>(
    names: readonly ObjectName[],
    take: (header: Header, bytes: Bytes) => Promise<Value | null>,
  ): Promise<Outcome<ReadonlyMap<ObjectName, Value>, SourceFailure>> {
    if (signal.aborted) return fail(wasStopped('aborted', call, timeMsDefault))
    running ??= startRunning(call)
    const from = running
    let stopped: 'timed-out' | 'aborted' | null = null
    const stop = (why: 'timed-out' | 'aborted') => {
      stopped ??= why
      from.kill()
    }
    const timer = setTimeout(() => stop('timed-out'), timeMsDefault)
    const onAbort = () => stop('aborted')
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      const found = new Map<ObjectName, Value>()
      from.hold()
      from.write(names.map((name) => `${name}\n`).join(''))
      for (const name of names) {
        const line = await from.reader.line()
        const [, object, type = '', size] = /^([0-9a-f]+) (\w+) (\d+)$/.exec(line.toString('latin1')) ?? []
        if (object !== name) continue
        const value = await take({ type, size: Number(size) }, from.reader.bytes)
        if (value !== null) found.set(name, value)
      }
      from.letGo()
      return succeed(found)
    } catch {
      running = null
      from.kill()
      const ended = await from.ended
      if (ended instanceof Error) return fail(cannotStart(ended, call))
      if (stopped !== null) return fail(wasStopped(stopped, call, timeMsDefault))
      return fail(gitFailed(call, ended, from.stderr()))
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
    }
  }

  return {
    ask(objects, take) {
      // Anything else could be read as more than one question.
      const names = [...new Set(objects)].filter((object) => /^[0-9a-f]{40,64}$/.test(object))
      if (names.length === 0) return Promise.resolve(succeed(new Map()))
      // One question after the other: answers come in the order of names.
      const asked = last.then(() => answer(names, take))
      last = asked
      return asked
    },
    async close() {
      await last
      // Waiting for a process that keeps nobody from ending would end ours in the middle.
      running?.hold()
      running?.kill()
      await running?.ended
      running = null
    },
  }
}

function startRunning(call: { readonly args: readonly string[] } & NeutralRepository) {
  const child = startGit(call)
  let stderr = ''
  const ended = new Promise<number | Error>((resolve) => {
    child.once('error', resolve)
    child.once('close', (code) => resolve(code ?? -1))
  })
  child.stderr.on('data', (chunk: Buffer) => {
    if (stderr.length < stderrBytesMax) stderr += chunk.toString('utf8')
  })
  // It may end before it has read everything; what it thought of that is in its exit code.
  child.stdin.on('error', () => {})
  const handles = [child, child.stdin, child.stdout, child.stderr] as readonly {
    ref?(): void
    unref?(): void
  }[]
  return {
    reader: createByteReader(child.stdout),
    ended,
    stderr: () => stderr,
    write: (text: string) => void child.stdin.write(text),
    kill: () => void child.kill('SIGKILL'),
    /** A process that nobody asks anything keeps nobody from ending. */
    hold: () => {
      for (const handle of handles) handle.ref?.()
    },
    letGo: () => {
      for (const handle of handles) handle.unref?.()
    },
  }
}
