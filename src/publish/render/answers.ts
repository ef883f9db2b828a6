/** What the bot answers to a command. Short, because everybody on the pull request reads it. */

import type { ChatCommand } from '../../domain/chat/chat-command.ts'
import type { Finding, FindingId } from '../../domain/finding/finding.ts'
import type { CommentRef } from '../../domain/job/job.ts'
import { cutText } from '../../domain/markdown/cut-text.ts'
import { codeFence, codeSpan } from '../../domain/markdown/escape-markdown.ts'
import type { AgentAnswer, QuestionKind } from '../../ports/agents/questions.ts'
import { marker } from '../markers.ts'
import { agentAnswerBlocks } from './agent-answer.ts'
import { argument } from './agents-sections.ts'
import { commitSpan, confidenceWords, pathSpan, sentence, suppressionSentence, timeWords } from './words.ts'

export type Answer =
  | { readonly kind: 'help' }
  | { readonly kind: 'unknown'; readonly word: string }
  | Extract<ChatCommand, { kind: 'incomplete' }>
  | { readonly kind: 'not-allowed' }
  /** `isDone`: the head has its review already. */
  | { readonly kind: 'review'; readonly isDone: boolean; readonly head: string }
  | { readonly kind: 'status'; readonly facts: StatusFacts }
  /** `fate` in words, e.g. from `fateWords`. */
  | { readonly kind: 'explanation'; readonly finding: Finding; readonly fate: string }
  | { readonly kind: 'no-such-finding'; readonly finding: FindingId }
  | { readonly kind: 'dismissed'; readonly finding: Finding; readonly by: string; readonly reason: string }
  | { readonly kind: 'paused'; readonly by: string }
  | { readonly kind: 'resumed'; readonly wasPaused: boolean }
  /** The configuration that holds, as text; `source` says where it is from. */
  | { readonly kind: 'config'; readonly source: string; readonly text: string }
  | { readonly kind: 'config-errors'; readonly problems: readonly string[] }
  | { readonly kind: 'agents'; readonly asked: QuestionKind; readonly answer: AgentAnswer }
  | {
      readonly kind: 'no-agent-answer'
      readonly asked: QuestionKind
      readonly why: 'switched-off' | 'not-answered'
      readonly message: string
    }

export interface StatusFacts {
  readonly head: string
  /** Null before the first review. */
  readonly lastHead: string | null
  /** What came of it, in a sentence. */
  readonly lastNote: string
  readonly pausedBy: string | null
  /** Why it waits and until when; null when nothing waits. */
  readonly waiting: { readonly until: number | null; readonly reason: string } | null
  /** Rules of which this repository hears less. */
  readonly demotedRules: readonly string[]
}

const configBytesMax = 20_000
const problemsMax = 20
const rulesMax = 20

export function renderAnswer(answer: Answer, to: Pick<CommentRef, 'kind' | 'id'>): string {
  const marks = [
    marker('answer', `${to.kind}/${to.id}`),
    // What the agents answered is counted by this.
    ...(answer.kind === 'agents' ? [marker('agents', answer.asked)] : []),
  ]
  return [marks.join('\n'), ...blocksOf(answer)].join('\n\n')
}

function blocksOf(answer: Answer): readonly string[] {
  switch (answer.kind) {
    case 'help':
      return ['What can be asked here, at the beginning of a line:', commandList]
    case 'unknown':
      return [`${codeSpan(answer.word)} is not a command. These are:`, commandList]
    case 'incomplete':
      return [lackWords(answer)]
    case 'not-allowed':
      return ['That is for people with write access to this repository.']
    case 'review':
      return [
        answer.isDone
          ? `${commitSpan(answer.head)} has its review already; the summary tells it. \`/autogen review full\` reviews it again.`
          : `${commitSpan(answer.head)} will be reviewed now; the check shows how far it is.`,
      ]
    case 'status':
      return [statusLines(answer.facts).join('\n')]
    case 'explanation':
      return explanation(answer.finding, answer.fate)
    case 'no-such-finding':
      return [`The last review of this pull request has no finding ${codeSpan(answer.finding)}.`]
    case 'dismissed':
      return [
        `${codeSpan(answer.finding.id)} (${codeSpan(answer.finding.rule)} in ${pathSpan(answer.finding.path)}) is dismissed by ${codeSpan(answer.by)}: ${sentence(answer.reason)}`,
        'It is not told again on this pull request and does not fail the check.',
      ]
    case 'paused':
      return [
        `Reviews of this pull request are paused by ${codeSpan(answer.by)}. \`/autogen resume\` ends that.`,
      ]
    case 'resumed':
      return [
        answer.wasPaused
          ? 'Reviews of this pull request go on; the head is reviewed now.'
          : 'Reviews of this pull request were not paused.',
      ]
    case 'config':
      return [
        `The configuration that holds here (${sentence(answer.source)}):`,
        codeFence(cutText(answer.text, configBytesMax).trimEnd().split('\n'), 'yaml'),
      ]
    case 'config-errors':
      return [
        'The configuration has errors, so nothing is reviewed until they are mended:',
        answer.problems
          .slice(0, problemsMax)
          .map((problem) => `- ${sentence(problem)}`)
          .join('\n'),
      ]
    case 'agents':
      return agentAnswerBlocks(answer.answer)
    case 'no-agent-answer':
      return [`The agents give no answer. ${sentence(answer.message)}`]
  }
}

function lackWords({ command, lacks }: Extract<Answer, { kind: 'incomplete' }>): string {
  switch (lacks) {
    case 'id':
      return `\`${command}\` needs the id of a finding: the sixteen digits at the end of its comment.`
    case 'reason':
      return '`dismiss` needs a reason: `/autogen dismiss ID REASON`.'
    case 'question':
      return '`ask` needs a question: `/autogen ask QUESTION`.'
  }
}

const commandList = [
  '- `/autogen review` reviews the head; `review full` does so again',
  '- `/autogen status` tells how far the review is',
  '- `/autogen explain ID` tells all about a finding',
  '- `/autogen dismiss ID REASON` puts a finding aside',
  '- `/autogen pause` and `/autogen resume`, for this pull request',
  '- `/autogen config` shows the configuration that holds',
  '- `/autogen ask QUESTION` asks the agents about this change',
  '- `/autogen describe`, `improve` and `tests` let them tell the change, propose better code, write missing tests',
].join('\n')

function statusLines(facts: StatusFacts): readonly string[] {
  const { waiting, pausedBy, demotedRules } = facts
  const more = demotedRules.length - rulesMax
  return [
    `- head: ${commitSpan(facts.head)}`,
    facts.lastHead === null
      ? '- last review: none yet'
      : `- last review: ${commitSpan(facts.lastHead)}. ${sentence(facts.lastNote)}`,
    ...(waiting === null
      ? []
      : [
          `- waiting${waiting.until === null ? '' : ` until ${timeWords(waiting.until)}`}: ${sentence(waiting.reason)}`,
        ]),
    ...(pausedBy === null ? [] : [`- paused by ${codeSpan(pausedBy)}`]),
    ...(demotedRules.length === 0
      ? []
      : [
          `- told in the summary only: ${demotedRules.slice(0, rulesMax).map(codeSpan).join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
        ]),
  ]
}

function explanation(finding: Finding, fate: string): readonly string[] {
  return [
    `**${finding.severity}** · ${finding.category} · ${pathSpan(finding.path, finding)}${finding.side === 'LEFT' ? ' · in removed code' : ''}`,
    sentence(finding.message),
    ...(finding.excerpt.length === 0 ? [] : [codeFence(finding.excerpt.map((line) => cutText(line, 300)))]),
    ...suppressionSentence(finding),
    [
      `- found by ${[finding.rule, ...finding.alsoReportedBy.slice(0, 5)].map(codeSpan).join(', ')}`,
      ...(finding.cwe.length === 0 ? [] : [`- weakness: ${finding.cwe.map(codeSpan).join(', ')}`]),
      finding.source === 'agent'
        ? `- the agents call themselves ${confidenceWords(finding)} sure`
        : `- reports of this kind are right in about ${confidenceWords(finding)} of cases`,
      `- here: ${sentence(fate)}`,
    ].join('\n'),
    ...argument(finding),
  ]
}
