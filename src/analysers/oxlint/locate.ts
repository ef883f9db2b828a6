/** Where oxlint is: a small script that loads a native library, so the program to start is Node itself. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The script that is Node's first argument; null when oxlint is not installed. */
export function scriptPath(): string | null {
  const require = createRequire(import.meta.url)
  try {
    const script = join(dirname(require.resolve('oxlint/package.json')), 'bin', 'oxlint')
    return existsSync(script) ? script : null
  } catch {
    return null
  }
}
