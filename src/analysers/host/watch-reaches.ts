/**
 * Sees an analyser that reaches out of its child: what parses a text has no reason to open a file that is not ours, a
 * socket, or a program. The walls around the child hold anyway; this is how anybody hears that they were needed. It sees
 * what JavaScript asks for; native code meets the wall in the kernel.
 */
import childProcess from 'node:child_process'
import dgram from 'node:dgram'
import dns from 'node:dns'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import { resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Watch {
  /** While an analyser has a text in its hands; loading it is our own doing. */
  during<Value>(work: () => Promise<Value>): Promise<Value>
}

/** @param installFolder whose files may be read at any time, because analysers load their parts late */
export function watchReaches(installFolder: string, report: (what: string) => void): Watch {
  let isReading = false

  function onCall(name: string, args: readonly unknown[], isWrite: boolean, isFile: boolean): void {
    if (!isReading) return
    if (isFile && !isWrite && isOurs(args[0], installFolder)) return
    report(isFile ? `${name} on a file that is not ours` : name)
  }

  for (const { module, names, isWrite, isFile } of reaches) {
    for (const name of names) {
      const original = module[name]
      if (typeof original !== 'function') continue
      module[name] = function watched(this: unknown, ...args: unknown[]): unknown {
        onCall(name, args, isWrite, isFile)
        return Reflect.apply(original, this, args)
      }
    }
  }
  syncBuiltinESMExports()
  return {
    async during(work) {
      isReading = true
      try {
        return await work()
      } finally {
        isReading = false
      }
    },
  }
}

interface Reach {
  readonly module: Record<string, unknown>
  readonly names: readonly string[]
  readonly isWrite: boolean
  readonly isFile: boolean
}

type Module = Record<string, unknown>

const readings = [
  'open',
  'openSync',
  'readFile',
  'readFileSync',
  'readdir',
  'readdirSync',
  'access',
  'accessSync',
]
const writings = [
  'writeFile',
  'writeFileSync',
  'appendFile',
  'appendFileSync',
  'unlink',
  'unlinkSync',
  'rename',
  'renameSync',
  'mkdir',
  'mkdirSync',
]
const promised = (names: readonly string[]) => names.filter((name) => !name.endsWith('Sync'))

const reaches: readonly Reach[] = [
  { module: fs as unknown as Module, names: readings, isWrite: false, isFile: true },
  { module: fs.promises as unknown as Module, names: promised(readings), isWrite: false, isFile: true },
  { module: fs as unknown as Module, names: writings, isWrite: true, isFile: true },
  { module: fs.promises as unknown as Module, names: promised(writings), isWrite: true, isFile: true },
  {
    module: childProcess as unknown as Module,
    names: ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork'],
    isWrite: false,
    isFile: false,
  },
  {
    module: net as unknown as Module,
    names: ['connect', 'createConnection', 'createServer'],
    isWrite: false,
    isFile: false,
  },
  { module: net.Socket.prototype as unknown as Module, names: ['connect'], isWrite: false, isFile: false },
  { module: dgram as unknown as Module, names: ['createSocket'], isWrite: false, isFile: false },
  { module: dns as unknown as Module, names: ['lookup', 'resolve'], isWrite: false, isFile: false },
]

function isOurs(target: unknown, installFolder: string): boolean {
  if (typeof target === 'number') return true
  const path = target instanceof URL ? fileURLToPath(target) : String(target)
  return resolve(path).startsWith(installFolder + sep)
}
