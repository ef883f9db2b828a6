/**
 * The cache of outlines as a push meets it: the tree is known from before, what the push changed is not. Without this a
 * second review of the same change would find even those.
 */
import { execFileSync } from 'node:child_process'
import type { OutlineCache } from '../../src/ports/syntax/outline-cache.ts'

export function withoutChanged(cache: OutlineCache, folder: string): OutlineCache {
  const own = changedObjects(folder)
  return {
    read: async (key) => {
      const known = await cache.read(key)
      return new Map([...known].filter(([name]) => !own.has(name.slice(0, name.indexOf(':')))))
    },
    write: (key, outlines) => cache.write(key, outlines),
  }
}

/** Blobs of the head that the base does not have under that path. */
function changedObjects(folder: string): ReadonlySet<string> {
  const told = execFileSync('git', ['diff', '--raw', '--no-abbrev', '--no-renames', 'base...head'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1e8,
  })
  return new Set(told.split('\n').flatMap((line) => line.split(' ')[3] ?? []))
}
