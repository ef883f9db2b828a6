/** The argument behind two findings as people read it on the pull request: one that was upheld, one that was refuted. */
import type { PullView } from '../../sim/github/pulls/pull-view.ts'
import { readable } from './readable.ts'
import type { Timeline } from './timeline.ts'

/** @throws when the page does not hold both: the demo would promise what it does not show */
export function tellArgument({ threads, issueComments }: PullView, timeline: Timeline): void {
  const argued = threads.find(({ comments }) => comments[0]?.body.includes('How it was argued'))
  const summary = issueComments.find(({ body }) => body?.includes('autogen-bot:summary'))?.body ?? ''
  const refuted = linesOf(summary, 'Considered and refuted')
  if (argued === undefined || refuted.length === 0) throw new Error('The agents did not argue.')
  const body = argued.comments[0]?.body ?? ''
  timeline.tell(`two agents argued; a finding that was upheld, at ${argued.path}:${argued.line}`, [
    ...readable(body).slice(1, 2),
    ...linesOf(body, 'How it was argued'),
  ])
  timeline.tell('and one that was not published, because it was refuted', refuted)
}

/** What is folded under a title, without marks. */
function linesOf(body: string, title: string): readonly string[] {
  const from = body.indexOf(`<summary>${title}`)
  if (from === -1) return []
  const to = body.indexOf('</details>', from)
  return readable(body.slice(body.indexOf('</summary>', from) + '</summary>'.length, to))
}
