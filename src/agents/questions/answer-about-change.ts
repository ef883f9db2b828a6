/** One question about one change: everything that a model needs to answer it is opened here and closed with it. */

import { fail } from '../../domain/outcome.ts'
import type { AgentsParts } from '../create-agents.ts'
import { createGrounding } from '../grounding/create-grounding.ts'
import { createOutputCheck } from '../hostile/check-output.ts'
import { holdSecrets } from '../hostile/hold-secrets.ts'
import { createPromptBook } from '../prompts/prompt-book.ts'
import { buildSymbolIndex } from '../symbols/build-symbol-index.ts'
import { createToolBox } from '../tools/create-tool-box.ts'
import { createTreeReader } from '../tools/tree-reader.ts'
import { type AnswerQuestion, createQuestions, type QuestionRequest } from './create-questions.ts'

export type QuestionAboutChange = Pick<QuestionRequest, 'kind' | 'text' | 'thread' | 'change'>

/** The parts of a review's agents serve; nothing of a review is remembered by it. */
export async function answerAboutChange(
  parts: Omit<AgentsParts, 'memory' | 'earlier' | 'atOnceMax' | 'clock'>,
  question: QuestionAboutChange,
  outer: AbortSignal,
): ReturnType<AnswerQuestion> {
  const stop = parts.stopped()
  if (stop !== null) return fail({ kind: 'switched-off', message: stop.message })
  const { change } = question
  const { snapshot, files, mask, settings } = change
  const signal = AbortSignal.any([outer, AbortSignal.timeout(parts.reviewTimeMs)])
  const calls = parts.openCalls(settings.agents)
  const prompts = createPromptBook()
  const checkOutput = createOutputCheck({
    canaries: prompts.canaries,
    prompts: prompts.prompts,
    hosts: parts.hosts,
    holdSecrets: holdSecrets(change),
  })
  const answer = createQuestions({
    calls,
    prompts,
    checkOutput,
    grounding: createGrounding({ syntax: parts.syntax, checkOutput }),
  })
  try {
    const [index, told, commits] = await Promise.all([
      buildSymbolIndex({
        snapshot,
        syntax: parts.syntax,
        cache: parts.outlines,
        repositoryKey: parts.repositoryKey,
        changed: files,
        signal,
      }),
      parts.story(signal),
      snapshot.commitMessages(),
    ])
    const tools = createToolBox({ tree: createTreeReader({ snapshot, files }), index, mask })
    return await answer({ ...question, index, story: { ...told, commits }, tools }, signal)
  } finally {
    await parts.syntax.close()
  }
}
