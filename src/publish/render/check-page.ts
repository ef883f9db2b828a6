/** The finished check run: a title for the list of checks, a page for whoever opens it, marks for what stands on no line. */
import type { Finding } from '../../domain/finding/finding.ts'
import { severities } from '../../domain/finding/severity.ts'
import { cutText, oneLine } from '../../domain/markdown/cut-text.ts'
import { fitSections, piecesOf } from '../../domain/markdown/fit-sections.ts'
import { printable } from '../../domain/text/printable.ts'
import type { Annotation, CheckUpdate } from '../../ports/code-host/check-run.ts'
import type { Verdict } from '../conclude.ts'
import type { SettledFinding } from '../decide-fates.ts'
import { stopNote } from './agents-sections.ts'
import { fileWithReason, findingLine } from './list-lines.ts'
import type { SummaryFacts } from './summary-comment.ts'
import { fateWords, verdictSentence, verdictTitle } from './verdict.ts'
import { commitSpan, counted } from './words.ts'

const titleBytesMax = 255
const summaryBytesMax = 65_000
/** What a host takes in one request. */
const annotationsMax = 50

export function renderCheck({ report, settled, verdict }: SummaryFacts): CheckUpdate {
  return {
    conclusion: verdict.conclusion,
    title: cutText(printable(oneLine(verdictTitle(verdict))), titleBytesMax),
    summary: fitSections(
      {
        lead: [`**${verdictSentence(verdict)}**`, ...stopNote(verdict), policySentence(verdict)].join('\n\n'),
        sections: [
          {
            before: '### Not reviewed in full',
            ...piecesOf(verdict.missed, fileWithReason),
            after: '',
            separator: '\n',
            leftOut: (count) => `- ${counted(count, 'further file')}`,
          },
        ],
        tail: `Reviewed commit ${commitSpan(report.head)}.`,
      },
      summaryBytesMax,
    ),
    text: renderFindings(settled),
    annotations: settled.flatMap(annotationOf).slice(0, annotationsMax),
  }
}

function policySentence({ conclusion, failOn, missed, read, agentsStopped }: Verdict): string {
  const reviewed = agentsStopped === null ? 'reviewed' : 'reviewed by analysers'
  switch (conclusion) {
    case 'failure':
      return `This check fails because of findings at or above **${failOn}**. Mend them, or let a person with write access dismiss them with a reason.`
    case 'neutral':
      return read.length === 0 && missed.length === 0
        ? 'This check is neither green nor red: nothing in this change is of a kind that is reviewed.'
        : 'This check is neither green nor red: not everything that should have been reviewed was.'
    case 'success':
      return failOn === 'never'
        ? `Everything selected was ${reviewed}. Findings do not fail this check here.`
        : `Everything selected was ${reviewed}, and nothing open is at or above **${failOn}**.`
  }
}

function renderFindings(settled: readonly SettledFinding[]): string | null {
  if (settled.length === 0) return null
  return fitSections(
    {
      lead: '### All findings',
      sections: [
        {
          before: '',
          ...piecesOf(settled, (one) => findingLine(one.finding, fateWords(one))),
          after: '',
          separator: '\n',
          leftOut: (count) => `- ${counted(count, 'further finding')} for which there is no room here`,
        },
      ],
      tail: '',
    },
    summaryBytesMax,
  )
}

/**
 * A finding is marked in the list of files once: by its comment, or, when it has none and stands on a line of the head,
 * by an annotation. Both would be the noise that people complain about.
 */
function annotationOf({ finding, fate }: SettledFinding): readonly Annotation[] {
  const isMarked = fate.kind === 'beyond-limit' || fate.kind === 'not-on-line'
  if (!isMarked || finding.side === 'LEFT' || printable(finding.path) !== finding.path) return []
  return [
    {
      path: finding.path,
      startLine: finding.line,
      endLine: finding.endLine,
      level: levelOf(finding),
      title: cutText(`${finding.severity}: ${printable(finding.rule)}`, titleBytesMax),
      message: printable(oneLine(finding.message, 4_000)),
    },
  ]
}

function levelOf({ severity }: Finding): Annotation['level'] {
  const at = severities.indexOf(severity)
  return at <= 1 ? 'failure' : at === 2 ? 'warning' : 'notice'
}
