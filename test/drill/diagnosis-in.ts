/** What an incident's timeline says of the looks that one of its alerts took by itself. */
import type { JournalEntry } from '../../src/domain/journal/journal-entry.ts'

/** Looks that do not apply where the drill runs were not taken. @returns null: they have not all ended */
export function diagnosisIn(
  timeline: readonly Pick<JournalEntry, 'action' | 'detail'>[],
  alert: string,
): { readonly run: number; readonly failed: number } | null {
  const end = timeline.find(({ action, detail }) => action === 'runbook.diagnosed' && detail.alert === alert)
  if (end === undefined) return null
  const { steps, unexpected, notApplicable } = end.detail
  return {
    run: (typeof steps === 'number' ? steps : 0) - countOf(notApplicable),
    failed: countOf(unexpected),
  }
}

function countOf(list: unknown): number {
  return Array.isArray(list) ? list.length : 0
}
