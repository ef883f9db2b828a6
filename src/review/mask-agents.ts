/** What agents say may quote the code that they read: secrets are taken out of every text of it. */
import type { AgentsReport, Walkthrough } from '../domain/agents/agents-report.ts'
import type { DroppedFinding } from '../domain/finding/finding.ts'

type Mask = (text: string) => string

export function maskAgents(report: AgentsReport, mask: Mask): AgentsReport {
  return {
    ...report,
    refuted: report.refuted.map((one) => maskDropped(one, mask)),
    ...(report.over === undefined
      ? {}
      : {
          over: report.over.map((one) => ({ ...one, message: mask(one.message), reason: mask(one.reason) })),
        }),
    walkthrough: report.walkthrough === null ? null : maskWalkthrough(report.walkthrough, mask),
  }
}

export function maskDropped(dropped: DroppedFinding, mask: Mask): DroppedFinding {
  const { voices } = dropped
  return {
    ...dropped,
    message: mask(dropped.message),
    detail: mask(dropped.detail),
    ...(voices === undefined
      ? {}
      : { voices: voices.map((voice) => ({ ...voice, text: mask(voice.text) })) }),
  }
}

function maskWalkthrough(walkthrough: Walkthrough, mask: Mask): Walkthrough {
  const { summary, files, diagram, risk, missingTests } = walkthrough
  return {
    ...walkthrough,
    summary: mask(summary),
    files: files.map(({ path, text }) => ({ path, text: mask(text) })),
    diagram: diagram === null ? null : mask(diagram),
    risk: { ...risk, reasons: risk.reasons.map(mask) },
    missingTests: missingTests.map(({ path, text }) => ({ path, text: mask(text) })),
  }
}
