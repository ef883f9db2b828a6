/** Writes docs/reference: what can be made from the program is never written by hand. `docs.test` fails when it is stale. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { referencePages } from './reference-pages.ts'

const folder = join(import.meta.dirname, '..', 'docs', 'reference')
mkdirSync(folder, { recursive: true })
for (const [name, text] of await referencePages()) {
  writeFileSync(join(folder, name), text)
  process.stdout.write(`docs/reference/${name}\n`)
}
