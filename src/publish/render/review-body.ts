/** The few words on top of a review, and the note in a thread that people wrote in. */
import type { FindingId } from '../../domain/finding/finding.ts'
import { marker } from '../markers.ts'
import { commitSpan, counted } from './words.ts'

/** @param comments how many this review has */
export function renderReviewBody(head: string, comments: number): string {
  return [
    marker('review', head),
    `${counted(comments, 'new finding')} on lines of ${commitSpan(head)}. The summary below the pull request has the whole picture.`,
  ].join('\n')
}

/** Said once, where closing the thread is up to people: to those who take part in it, or to those who alone may. */
export function renderGoneNote(
  finding: FindingId,
  head: string,
  closedBy: 'participants' | 'people',
): string {
  const rest =
    closedBy === 'participants'
      ? 'The conversation stays open because people take part in it.'
      : 'The App may not resolve threads here, so that is left to you.'
  return [marker('gone', finding), `This is no longer found at ${commitSpan(head)}. ${rest}`].join('\n')
}
