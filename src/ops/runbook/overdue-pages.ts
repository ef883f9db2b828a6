/** Pages are looked through every quarter; a page whose day has passed is late. */
import type { RunbookPage } from './runbook-page.ts'

/** @param now milliseconds since the epoch; the day itself is still in time (UTC) */
export function overduePages(pages: readonly RunbookPage[], now: number): readonly RunbookPage[] {
  const today = new Date(now).toISOString().slice(0, 10)
  return pages.filter(({ reviewDue }) => reviewDue < today)
}
