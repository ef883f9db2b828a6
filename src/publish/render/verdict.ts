/** The verdict in one or two sentences: the headline of the summary and the title of the check. */

import type { Verdict } from '../conclude.ts'
import type { SettledFinding } from '../decide-fates.ts'
import { counted, findingCounts } from './words.ts'

/** Plain words of ours alone. */
export function verdictSentence(verdict: Verdict): string {
  return [foundSentence(verdict), ...missedSentences(verdict), ...failingSentences(verdict)].join(' ')
}

/** For a place that knows no Markdown; the second half may be a model host's words. */
export function verdictTitle(verdict: Verdict): string {
  return [verdictSentence(verdict), ...(verdict.agentsStopped === null ? [] : [verdict.agentsStopped])].join(
    ' ',
  )
}

function foundSentence({ told, read, leftOut, missed }: Verdict): string {
  if (told.length > 0) return `${findingCounts(told.map(({ finding }) => finding))}.`
  const files = read.length + leftOut.length + missed.length
  if (files === 0) return 'The change is empty: there was nothing to review.'
  if (read.length === 0) return `Nothing was reviewed in ${counted(files, 'changed file')}.`
  return missed.length === 0
    ? `No findings in ${counted(read.length, 'file')}.`
    : 'No findings in what was read, which is not the whole change.'
}

function missedSentences({ read, missed }: Verdict): readonly string[] {
  if (missed.length === 0) return []
  const wanted = counted(read.length + missed.length, 'file')
  return [`${missed.length} of ${wanted} could not be reviewed in full.`]
}

function failingSentences({ failing, failOn }: Verdict): readonly string[] {
  if (failing.length === 0) return []
  return [`${failing.length} at or above ${failOn}.`]
}

/** One word or two about where a finding is told, for lists. */
export function fateWords({ fate }: SettledFinding): string {
  switch (fate.kind) {
    case 'posted':
    case 'standing':
      return 'on its line'
    case 'closed-by-person':
      return fate.by === null ? 'its conversation was resolved' : 'its conversation was resolved by a person'
    case 'dismissed':
      return 'dismissed'
    case 'demoted':
      return 'of a demoted rule'
    case 'beyond-limit':
      return 'beyond the limit'
    case 'not-on-line':
      return 'not on a line'
  }
}
