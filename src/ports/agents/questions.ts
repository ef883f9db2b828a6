/**
 * What people ask of the agents about a pull request. Promise: an answer rests on code that is there, costs no more than
 * its budget, and holds nothing that must not be published; a question that was answered before is not paid for again.
 */

import type { Walkthrough } from '../../domain/agents/agents-report.ts'
import type { Citation } from '../../domain/agents/claim.ts'
import type { Finding } from '../../domain/finding/finding.ts'
import type { Severity } from '../../domain/finding/severity.ts'
import type { Outcome } from '../../domain/outcome.ts'
import type { PullRequest } from '../../domain/pull-request/pull-request.ts'
import type { CodeHost } from '../code-host/code-host.ts'
import type { HostFailure } from '../code-host/host-failure.ts'

export interface Questions {
  answer(
    host: CodeHost,
    question: AgentQuestion,
    signal: AbortSignal,
  ): Promise<Outcome<AgentAnswer, QuestionFailure>>
}

export const questionKinds = ['ask', 'describe', 'improve', 'tests', 'reply'] as const
/** `reply`: somebody answered one of our comments. */
export type QuestionKind = (typeof questionKinds)[number]

export interface AgentQuestion {
  /** Of the comment, e.g. `issue/900`: what one answer costs is bounded by it. */
  readonly id: string
  readonly kind: QuestionKind
  /** Hostile; empty for those that need no words. */
  readonly text: string
  readonly pullRequest: PullRequest
  /** Where it was asked; null below the pull request. */
  readonly thread: AskedThread | null
}

export interface AskedThread {
  readonly path: string
  /** In today's diff; null when the line has left it. */
  readonly line: number | null
  /** What the thread is about, when it is ours and was told in the last review. */
  readonly finding: Finding | null
  /** All before the question, the oldest first. Hostile. */
  readonly said: readonly { readonly isOurs: boolean; readonly text: string }[]
}

/** Texts are a model's: checked, and to be escaped where they are shown. */
export type AgentAnswer =
  | { readonly kind: 'words'; readonly blocks: readonly AnswerBlock[]; readonly cited: CitedCode }
  | { readonly kind: 'description'; readonly walkthrough: Walkthrough }
  | { readonly kind: 'improvements'; readonly improvements: readonly Improvement[] }

export interface AnswerBlock {
  readonly kind: 'prose' | 'code'
  /** Lines; of prose, items of lists begin with `- `. */
  readonly text: string
  /** Of code: letters, digits, `+` and `-`; empty when unknown. */
  readonly language: string
}

export interface CitedCode {
  /** Those that were found in the code. */
  readonly places: readonly Pick<Citation, 'path' | 'side' | 'line' | 'endLine'>[]
  /** How many were not. */
  readonly notFound: number
}

export interface Improvement {
  readonly path: string
  readonly line: number
  readonly endLine: number
  readonly severity: Severity
  readonly message: string
  /** For the lines `line`..`endLine` as a whole; null when only words are left of it. */
  readonly replacement: string | null
}

export type QuestionFailure =
  | { readonly kind: 'host'; readonly failure: HostFailure }
  /** The configuration on the base branch has errors, each with its place. */
  | { readonly kind: 'bad-config'; readonly problems: readonly string[] }
  | NotAnswered

/** The message is a sentence for who asked. */
export interface NotAnswered {
  readonly kind:
    | 'not-answered'
    /** Somebody decided that it is not to be answered: silence is no failure. */
    | 'switched-off'
  readonly message: string
}
