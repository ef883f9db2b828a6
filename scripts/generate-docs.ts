/** Writes docs/reference and what of deploy/ is generated: what can be made from the program is never written by hand. `docs.test` fails when it is stale. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readRunbookPages, runbookFolder } from '../src/app/service/runbook-pages.ts'
import { withIndex } from '../src/ops/runbook/index-table.ts'
import { deployFiles } from './deploy-files.ts'
import { referencePages } from './reference-pages.ts'

const folder = join(import.meta.dirname, '..', 'docs', 'reference')
mkdirSync(folder, { recursive: true })
for (const [name, text] of await referencePages()) {
  writeFileSync(join(folder, name), text)
  process.stdout.write(`docs/reference/${name}\n`)
}
for (const [name, text] of deployFiles()) {
  const path = join(import.meta.dirname, '..', 'deploy', name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  process.stdout.write(`deploy/${name}\n`)
}

const readme = join(runbookFolder, 'README.md')
writeFileSync(readme, withIndex(readFileSync(readme, 'utf8'), readRunbookPages().pages))
process.stdout.write('docs/runbook/README.md\n')
