/**
 * Starts this program anew with a limit of the heap that fits its container, as the same process: V8 takes the limit at
 * its very start only. Done before anything else is loaded, so that it costs a tenth of a second.
 */
import { mkdirSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { heapLimitFlags, limitMark } from '../../adapters/heap/heap-limit.ts'
import type { HeapFigures } from '../../ports/heap/heap.ts'
import type { Role } from './role.ts'

export function heapFolder(dataFolder: string): string {
  return join(dataFolder, 'heap')
}

/** Who set the limit of this process; what says so is taken out of the environment, for children are not meant. */
export function whoSetHeapLimit(): HeapFigures['limitSetBy'] {
  const mark = process.env[limitMark]
  delete process.env[limitMark]
  return mark === 'container' || mark === 'operator' ? mark : 'node'
}

/** Returns only when there is nothing to be done. */
export function startWithHeapLimit({
  dataFolder,
  role,
}: {
  readonly dataFolder: string
  readonly role: Role
}): void {
  const { env, execArgv } = process
  // A parent that talks to this process over a channel would lose it.
  if (env[limitMark] !== undefined || process.execve === undefined || process.channel !== undefined) return
  const folder = heapFolder(dataFolder)
  const constrained = process.constrainedMemory()
  const { flags, setBy } = heapLimitFlags({
    execArgv,
    nodeOptions: env.NODE_OPTIONS ?? '',
    containerLimitBytes: constrained > 0 && constrained < totalmem() ? constrained : null,
    hasChildren: role === 'all' || role === 'worker',
    folder,
  })
  if (flags.length === 0) return
  try {
    // The folder above belongs to others as well, and keeps the mode that they expect.
    mkdirSync(dataFolder, { recursive: true })
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    flushCompileCache()
    const words = [process.execPath, ...execArgv, ...flags, ...process.argv.slice(1)]
    process.execve(process.execPath, words, { ...env, [limitMark]: setBy })
  } catch {
    // A service with Node's own limit is better than none; the memory report says whose limit it is.
  }
}
