/** The runbook's pages as the upkeep counts them: whose they are, and when they are to be looked through again. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PageFact } from '../../ops/maintenance/facts.ts'
import { parsePage } from '../../ops/runbook/parse-page.ts'

export async function pageFacts(folder: string): Promise<readonly PageFact[]> {
  const files = (await readdir(folder).catch(() => [])).filter((name) => /^[a-z][a-z0-9-]*\.md$/.test(name))
  const pages = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(join(folder, file), 'utf8')
      return parsePage({ name: file.slice(0, -'.md'.length), text }).page
    }),
  )
  return pages.flatMap((page) =>
    page === null ? [] : [{ page: page.name, owner: page.owner, reviewDue: page.reviewDue }],
  )
}
