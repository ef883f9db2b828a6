/** What became of the last review's findings, for people: the coder's reasons go through the last look like all of its words. */
import type { EndedFinding } from '../../domain/agents/agents-report.ts'
import { severityWeight } from '../../domain/finding/severity.ts'
import type { ChangeToDiscuss } from '../../ports/agents/agents.ts'
import type { CheckOutput } from '../hostile/check-output.ts'
import type { EndedClaim } from './recheck-earlier.ts'

const endedMax = 20
const reasonCharactersMax = 400

export async function tellEnded(
  over: readonly EndedClaim[],
  { files, mask }: Pick<ChangeToDiscuss, 'files' | 'mask'>,
  checkOutput: CheckOutput,
): Promise<readonly EndedFinding[]> {
  const told = [...over]
    .sort((a, b) => severityWeight(b.finding.severity) - severityWeight(a.finding.severity))
    .slice(0, endedMax)
  const checked = await checkOutput(
    told.map(({ reason }) => ({ kind: 'prose', text: reason, charactersMax: reasonCharactersMax })),
    { mask, texts: files.flatMap(({ head, base }) => [head ?? '', base ?? '']) },
  )
  return told.map(({ finding: { path, severity, message } }, at) => {
    const reason = checked[at]
    return {
      path,
      severity,
      message,
      reason: reason?.ok === true ? reason.value : 'The coder holds it for mended.',
    }
  })
}
