/** Whether a step can be run where we are. */
import type { Surroundings } from './runbook.ts'
import type { RunbookStep } from './runbook-page.ts'

/** @returns why it cannot, in a sentence, or null */
export async function absenceOf(surroundings: Surroundings, { needs }: RunbookStep): Promise<string | null> {
  for (const need of needs) {
    const absence = await surroundings.absence(need)
    if (absence !== null) return absence
  }
  return null
}
