/** One question about one change: everything that a model needs to answer it is opened here and closed with it. */
import { fail } from '../../domain/outcome.ts'
import type { AgentsParts } from '../create-agents.ts'
import { openDiscussion } from '../open-discussion.ts'
import { readRepository } from '../read-repository.ts'
import { rememberTrees } from '../remember-trees.ts'
import { createToolBox } from '../tools/create-tool-box.ts'
import { type AnswerQuestion, createQuestions, type QuestionRequest } from './create-questions.ts'

export type QuestionAboutChange = Pick<QuestionRequest, 'kind' | 'text' | 'thread' | 'change'>

/** The parts of a review's agents serve; nothing of a review is remembered by it. */
export async function answerAboutChange(
  parts: Omit<AgentsParts, 'memory' | 'earlier' | 'atOnceMax' | 'clock' | 'now'>,
  question: QuestionAboutChange,
  outer: AbortSignal,
): ReturnType<AnswerQuestion> {
  const stop = parts.stopped()
  if (stop !== null) return fail({ kind: 'switched-off', message: stop.message })
  const change = { ...question.change, snapshot: rememberTrees(question.change.snapshot) }
  const signal = AbortSignal.any([outer, AbortSignal.timeout(parts.reviewTimeMs)])
  const answer = createQuestions(openDiscussion(parts, change))
  try {
    const { index, tree, story } = await readRepository(parts, change, signal)
    const tools = createToolBox({ tree, index, mask: change.mask })
    return await answer({ ...question, change, index, story, tools }, signal)
  } finally {
    await parts.syntax.close()
  }
}
