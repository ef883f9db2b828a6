/** The check run while there is no verdict, or when there will be none: what is going on, until when, what to do. */
import { cutText } from '../../domain/markdown/cut-text.ts'
import { codeSpan } from '../../domain/markdown/escape-markdown.ts'
import { fitSections, piecesOf } from '../../domain/markdown/fit-sections.ts'
import { printable } from '../../domain/text/printable.ts'
import type { CheckUpdate } from '../../ports/code-host/check-run.ts'
import { commitSpan, counted, sentence, timeWords } from './words.ts'

export type ReviewStatus =
  | { readonly kind: 'running' }
  /** Milliseconds since the epoch; the reason is a sentence. */
  | { readonly kind: 'parked'; readonly until: number; readonly reason: string }
  | { readonly kind: 'circuit-open'; readonly until: number; readonly reason: string }
  /** Whoever runs the service has switched reviews off there for a time. */
  | { readonly kind: 'held'; readonly heldFor: 'repository' | 'installation' }
  | { readonly kind: 'draft' }
  | { readonly kind: 'paused'; readonly by: string }
  /** Each with its place, in one line. */
  | { readonly kind: 'config-errors'; readonly problems: readonly string[] }
  | { readonly kind: 'skipped'; readonly reason: string }
  | {
      readonly kind: 'failed'
      readonly message: string
      readonly remedy: string
      readonly takesCommands: boolean
    }
  /** `by`: the newer head. */
  | { readonly kind: 'superseded'; readonly by: string }
  | { readonly kind: 'closed' }

const titleBytesMax = 255
const summaryBytesMax = 65_000

export function renderStatus(status: ReviewStatus): CheckUpdate {
  const page = pageOf(status)
  return {
    conclusion: page.conclusion,
    title: cutText(printable(page.title), titleBytesMax),
    summary: fitSections(
      {
        lead: page.text,
        sections: [
          {
            before: '',
            ...piecesOf(page.items ?? [], (item) => item),
            after: '',
            separator: '\n',
            leftOut: (count) => `- and ${count} more`,
          },
        ],
        tail: '',
      },
      summaryBytesMax,
    ),
    text: null,
    annotations: [],
  }
}

interface Page {
  readonly conclusion: CheckUpdate['conclusion']
  readonly title: string
  readonly text: string
  readonly items?: readonly string[]
}

function pageOf(status: ReviewStatus): Page {
  switch (status.kind) {
    case 'running':
      return { conclusion: null, title: 'Review in progress', text: 'The change is being reviewed.' }
    case 'parked':
      return {
        conclusion: null,
        title: `Waiting until ${timeWords(status.until)}`,
        text: `The review waits until ${timeWords(status.until)} and goes on by itself. ${sentence(status.reason)}`,
      }
    case 'circuit-open':
      return {
        conclusion: null,
        title: `Reviews are interrupted until ${timeWords(status.until)}`,
        text: `Reviews failed several times in a row, so the next try is made at ${timeWords(status.until)}. ${sentence(status.reason)}`,
      }
    case 'held':
      return {
        conclusion: null,
        title: 'Waiting: reviews are switched off for a time',
        text: `Whoever runs this service has switched reviews of this ${status.heldFor} off for a time. The change is not reviewed yet; its review starts by itself as soon as they are switched on again.`,
      }
    case 'draft':
      return {
        conclusion: 'neutral',
        title: 'Not reviewed: a draft',
        text: 'Drafts are not reviewed. Mark the pull request as ready, or write `/autogen review`.',
      }
    case 'paused':
      return {
        conclusion: 'neutral',
        title: 'Not reviewed: reviews are paused',
        text: `${codeSpan(status.by)} paused reviews of this pull request. \`/autogen resume\` lets them go on.`,
      }
    case 'config-errors':
      return {
        conclusion: 'neutral',
        title: `Not reviewed: ${counted(status.problems.length, 'error')} in .autogen-bot.yaml`,
        text: 'The configuration on the base branch has errors. The review starts by itself once they are mended there.',
        items: status.problems.map((problem) => `- ${sentence(problem)}`),
      }
    case 'skipped':
      return {
        conclusion: 'neutral',
        title: 'Not reviewed',
        text: `This change was not reviewed. ${sentence(status.reason)}`,
      }
    case 'failed':
      return {
        conclusion: 'neutral',
        title: 'Not reviewed: the review failed',
        text: `This change was not reviewed. ${sentence(status.message)} ${sentence(status.remedy)}${status.takesCommands ? ' `/autogen review full` tries again.' : ''}`,
      }
    case 'superseded':
      return {
        conclusion: 'cancelled',
        title: 'Superseded by a newer commit',
        text: `This commit is not the head any more; ${commitSpan(status.by)} is reviewed instead.`,
      }
    case 'closed':
      return {
        conclusion: 'cancelled',
        title: 'The pull request is closed',
        text: 'The pull request was closed before the review came to its end.',
      }
  }
}
