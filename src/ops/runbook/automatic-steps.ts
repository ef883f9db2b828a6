/** What the settings name as automatic, against the pages: a name that is wrong would be found out by what does not happen. */
import type { RunbookPage } from './runbook-page.ts'

/** @param automatic `page/step` each @returns a sentence about each that is never made */
export function wrongAutomaticSteps(
  automatic: readonly string[],
  pages: readonly RunbookPage[],
): readonly string[] {
  return automatic.flatMap((name) => {
    const [pageName, id] = name.split('/')
    const step = pages.find((page) => page.name === pageName)?.steps.find((one) => one.id === id)
    if (step === undefined) return [`runbook.automatic names ${name}, and there is no such step.`]
    if (step.section !== 'Mitigation') return [`runbook.automatic names ${name}, which is no mitigation.`]
    return step.isReversible ? [] : [`runbook.automatic names ${name}, which cannot be taken back.`]
  })
}
