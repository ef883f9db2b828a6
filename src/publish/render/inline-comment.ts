/** The comment on a line: how bad, what and what to do, the mended code where it can be applied, and how to answer. */
import type { Finding } from '../../domain/finding/finding.ts'
import { bytesOf } from '../../domain/markdown/cut-text.ts'
import { codeFence, codeSpan } from '../../domain/markdown/escape-markdown.ts'
import { printable } from '../../domain/text/printable.ts'
import { marker } from '../markers.ts'
import type { Place } from '../place-on-diff.ts'
import { argument } from './agents-sections.ts'
import { confidenceWords, sentence, suppressionSentence } from './words.ts'

const proposalBytesMax = 20_000
const proposalLinesMax = 200

/** Far below the 65,536 that a code host takes, by the bounds of its parts. */
export function renderInlineComment(
  finding: Finding,
  place: Extract<Place, { kind: 'line' }>,
  takesCommands: boolean,
): string {
  const blocks = [
    [marker('finding', finding.id), marker('rule', finding.rule)].join('\n'),
    `**${finding.severity}** · ${finding.category}${finding.side === 'LEFT' ? ' · in removed code' : ''}`,
    sentence(finding.message),
    ...(place.isWhole ? [] : [`It concerns the lines ${finding.line} to ${finding.endLine}.`]),
    ...suppressionSentence(finding),
    ...proposal(finding, place.isWhole),
    ...argument(finding),
    factsLine(finding, takesCommands),
  ]
  return blocks.join('\n\n')
}

function proposal(finding: Finding, isWhole: boolean): readonly string[] {
  if (finding.suggestion === null) return []
  const { replacement } = finding.suggestion
  const lines = replacement === '' ? [] : replacement.split('\n')
  if (bytesOf(replacement) > proposalBytesMax || lines.length > proposalLinesMax)
    return ['A mended version is too long to be shown here.']
  if (isWhole && finding.side === 'RIGHT' && mayBeApplied(replacement))
    return [codeFence(lines, 'suggestion')]
  if (lines.length === 0) return ['Proposed: remove these lines.']
  return ['Proposed:', codeFence(lines)]
}

/**
 * A suggestion is written into the file by one click, exactly as it is shown: so nothing may be shown escaped or masked.
 * Line ends other than LF are left to people.
 */
function mayBeApplied(replacement: string): boolean {
  const isAsShown = replacement.split('\n').every((line) => printable(line, { keep: 'tab' }) === line)
  return isAsShown && !replacement.includes('****')
}

function factsLine(finding: Finding, takesCommands: boolean): string {
  const facts = [
    codeSpan(finding.rule),
    ...finding.cwe.map(codeSpan),
    ...(finding.source === 'agent' ? [`${confidenceWords(finding)} sure`] : []),
    ...finding.alsoReportedBy.slice(0, 5).map((rule) => `also ${codeSpan(rule)}`),
    ...(takesCommands
      ? [
          `${codeSpan(`/autogen explain ${finding.id}`)} or ${codeSpan(`/autogen dismiss ${finding.id} REASON`)}`,
        ]
      : []),
  ]
  return facts.join(' · ')
}
