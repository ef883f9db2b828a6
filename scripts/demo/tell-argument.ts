/**
 * The argument behind two findings as people read it on the pull request: one that was challenged and upheld, one that
 * was refuted and therefore not published.
 */
import type { PullView } from '../../sim/github/pulls/pull-view.ts'
import { firstSentence, readable } from './readable.ts'
import type { Detail, Timeline } from './timeline.ts'

/** @throws when the page does not hold both: the demo would promise what it does not show */
export function tellArgument({ threads, issueComments }: PullView, timeline: Timeline): void {
  const argued = threads.find(({ comments }) => /reviewer\*\* refutes/.test(comments[0]?.body ?? ''))
  const summary = issueComments.find(({ body }) => body?.includes('autogen-bot:summary'))?.body ?? ''
  const [refuted, ...voices] = linesOf(summary, 'Considered and refuted')
  if (argued === undefined || refuted === undefined) throw new Error('The agents did not argue.')
  const body = argued.comments[0]?.body ?? ''
  const [heading = '', sentences = ''] = readable(body)
  timeline.tell(
    `two agents argued about ${argued.path}:${argued.line}; the finding was upheld and published`,
    [
      { lead: firstWord(heading), words: firstSentence(sentences) },
      ...linesOf(body, 'How it was argued').map(said),
    ],
  )
  const [, severity = '', place = '', claim = '', reason = ''] = refutedLine.exec(refuted) ?? []
  timeline.tell(`they argued about ${place} as well; that one was refuted, and not published`, [
    { lead: severity, words: firstSentence(claim) },
    ...voices.map(said),
    { lead: 'outcome', words: `refuted. ${reason}` },
  ])
}

/** `- low basket.ts:18: What was claimed. — Why it is out.` */
const refutedLine = /^- (\w+) (\S+): (.*?)(?: — (.*))?$/

/** `- coder proposes: words`, or `- outcome: upheld`. */
function said(line: string): Detail {
  const [, lead = '', words = ''] = /^- (\w+):? (.*)$/.exec(line) ?? []
  return { lead, words }
}

function firstWord(heading: string): string {
  return heading.split(' ')[0] ?? ''
}

/** What is folded under a title, without marks. */
function linesOf(body: string, title: string): readonly string[] {
  const from = body.indexOf(`<summary>${title}`)
  if (from === -1) return []
  const to = body.indexOf('</details>', from)
  return readable(body.slice(body.indexOf('</summary>', from) + '</summary>'.length, to))
}
