/** A folder as one digest: names, kinds, modes and contents, links by their targets. */
import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'

export function fingerprintFolder(folder: string): string {
  const hash = createHash('sha256')
  visit(Buffer.from(folder))
  return hash.digest('hex')

  function visit(path: Buffer): void {
    const found = lstatSync(path)
    hash.update(path).update(`\0${found.mode}\0`)
    if (found.isSymbolicLink()) hash.update(readlinkSync(path, { encoding: 'buffer' }))
    else if (found.isFile()) hash.update(`${found.size}\0`).update(readFileSync(path))
    else if (found.isDirectory())
      for (const name of names(path)) visit(Buffer.concat([path, Buffer.from('/'), name]))
  }
}

function names(folder: Buffer): readonly Buffer[] {
  return readdirSync(folder, { encoding: 'buffer' }).sort(Buffer.compare)
}
