/** The pages that come with this version, read once. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { overduePages } from '../../ops/runbook/overdue-pages.ts'
import { parsePage } from '../../ops/runbook/parse-page.ts'
import type { PageProblem, RunbookPage } from '../../ops/runbook/runbook-page.ts'

export const runbookFolder = fileURLToPath(new URL('../../../docs/runbook', import.meta.url))

export interface RunbookPages {
  readonly pages: readonly RunbookPage[]
  /** A test keeps them away; a page that was changed on a machine may have some. */
  readonly problems: readonly PageProblem[]
}

export type { RunbookPage } from '../../ops/runbook/runbook-page.ts'

let known: RunbookPages | null = null

export function readRunbookPages(): RunbookPages {
  known ??= readFolder(runbookFolder)
  return known
}

/** @param name of the page, or of the alert */
export function findRunbookPage(name: string): RunbookPage | null {
  const isIt = ({ name: own, subject }: RunbookPage) =>
    own === name || (subject.kind === 'alert' && subject.alert === name)
  return readRunbookPages().pages.find(isIt) ?? null
}

/** Pages that are late, or due within so many days; the earliest first. */
export function pagesDue(
  now: number,
  withinDays: number,
): readonly { readonly page: RunbookPage; readonly isLate: boolean }[] {
  const { pages } = readRunbookPages()
  const late = new Set(overduePages(pages, now))
  return overduePages(pages, now + withinDays * 86_400_000)
    .map((page) => ({ page, isLate: late.has(page) }))
    .toSorted((one, other) => (one.page.reviewDue < other.page.reviewDue ? -1 : 1))
}

function readFolder(folder: string): RunbookPages {
  const parsed = readdirSync(folder)
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .sort()
    .map((file) => parsePage({ name: file.slice(0, -3), text: readFileSync(join(folder, file), 'utf8') }))
  return {
    pages: parsed.flatMap(({ page }) => page ?? []),
    problems: parsed.flatMap(({ problems }) => problems),
  }
}
